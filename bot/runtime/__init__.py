"""What a process needs around its work: settings, descriptors, signs of life."""

"""What people are written by and reached over: messages, links, browsers."""

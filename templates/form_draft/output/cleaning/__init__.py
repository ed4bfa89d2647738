"""A file from outside made into a template: only what is printed is kept of it."""

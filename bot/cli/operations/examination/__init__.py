"""What `phuluc doctor` looks at. Nothing is made or changed by it."""

"""What every part of the shell stands on."""

"""The shell: settings, the desk, channels, the web app and the command line."""

"""The shell: settings, the dispatcher, channels, the web app and the command line."""

"""The web channel: its server, its pages, its socket."""

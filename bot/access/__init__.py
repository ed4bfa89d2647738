"""Who may come in: signatures, links, sessions of browsers."""

"""Coming in at the desk: signing in, invitations, sessions, setting up."""

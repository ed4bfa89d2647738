"""Carrying out what is asked about many reports, in the desk's transaction."""

"""Carrying out what is asked about many reports, in the transaction of the event."""

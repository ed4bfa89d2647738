"""Pure models of the pages of the desk: what they show of reports."""

"""Reading back an appendix that an officer sends: his last report, perhaps edited by hand."""

"""How a report becomes a document, and how a document is read back."""

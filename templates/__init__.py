"""Forms and wording as data, and how a report becomes a document."""

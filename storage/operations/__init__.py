"""Looking after the database: copies, personal data, what is kept how long."""

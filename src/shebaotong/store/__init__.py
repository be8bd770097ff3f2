"""PostgreSQL: the embedded server, its roles, and who owns a row."""

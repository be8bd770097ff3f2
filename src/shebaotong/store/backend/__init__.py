"""Django's back end for PostgreSQL with fewer round trips; DATABASES names this folder as its engine."""

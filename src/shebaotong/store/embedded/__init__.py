"""The embedded PostgreSQL: its binaries, where it lies, how it starts, and who keeps it running."""

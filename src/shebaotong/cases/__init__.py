"""The case engine: documents make the case."""

"""Service items (事项): one folder each, plain Python and data."""

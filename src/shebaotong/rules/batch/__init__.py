"""The same rules over columns: one array an input, one row a person, for whole populations."""

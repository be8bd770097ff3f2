"""Pension record: one agency asks another, for a person's question, for his pension months."""

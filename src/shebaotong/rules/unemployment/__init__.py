"""Unemployment insurance: for how long, on which conditions, and what money moves."""

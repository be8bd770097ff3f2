"""Retirement: claim of a pension and what belongs to it."""

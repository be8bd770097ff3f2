"""Unemployment benefits."""

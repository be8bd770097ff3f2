"""Assistance between agencies (协查)."""

"""Certification of a pensioner who stands at any member window."""

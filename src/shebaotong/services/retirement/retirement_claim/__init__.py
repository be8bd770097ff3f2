"""Retirement claim (退休待遇申领)."""

"""Batch comparison of two files: findings out, nothing decided."""

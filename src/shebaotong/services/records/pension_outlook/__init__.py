"""Pension outlook: what all cities under an agreement hold of a person, gathered for one question of his."""

"""Adapters from the groups of a vector file to the rules: JSON in, JSON out."""

"""Comparing with another province without handing over the lists."""

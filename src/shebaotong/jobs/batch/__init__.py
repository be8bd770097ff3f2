"""Rounds of comparisons as work to do: what is ordered, and its running."""

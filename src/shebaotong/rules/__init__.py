"""The law as formulas over dated parameters."""

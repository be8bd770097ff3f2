"""The signed-in pages of an insured person."""

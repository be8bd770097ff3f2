"""What the survivors of an insured person or pensioner get who died otherwise than from work."""

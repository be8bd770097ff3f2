"""Work-injury benefits: lump sums, allowances, and what the survivors get."""

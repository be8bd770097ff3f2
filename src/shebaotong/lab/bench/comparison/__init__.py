"""The benchmark of the comparison: made-up provinces, contenders in processes of their own, the report."""

"""Time limits of the law and what an agency promises within them."""

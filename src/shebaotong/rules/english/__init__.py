"""English for explanations, which are stored and printed in Chinese."""

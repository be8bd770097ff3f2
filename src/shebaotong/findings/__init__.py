"""An agency's copies of what comparisons found (疑点), and who has read them."""

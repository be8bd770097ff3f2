"""Two provinces' files with known truth, to measure what the comparison finds and what it makes up."""

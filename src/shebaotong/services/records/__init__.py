"""Records and proofs that a person may ask for at any time."""

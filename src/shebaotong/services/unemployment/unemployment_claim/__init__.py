"""The claim for unemployment benefit."""

"""What the comparison needs to run on Spark."""

"""What a document may have written into the register, one module for each group of operations."""

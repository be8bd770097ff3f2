"""What the register says, in the JSON shape of each kind of fact."""

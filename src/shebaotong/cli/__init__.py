"""The command `shebaotong`."""

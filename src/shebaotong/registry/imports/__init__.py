"""Records from elsewhere: checked one by one, loaded in bulk; what breaks a rule waits with its reasons."""

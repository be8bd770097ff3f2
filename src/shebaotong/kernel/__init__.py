"""Values that everything else is made of; pure."""

"""An agency's records of the people and employers it insures."""

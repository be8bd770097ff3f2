"""The lump sum of somebody who has reached the age without enough contributions."""

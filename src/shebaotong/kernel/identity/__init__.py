"""Numbers that name a person or an employer, of every kind that the counters meet: never only 18 digits."""

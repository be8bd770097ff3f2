"""Pages for people: citizen, counter, supervisor."""

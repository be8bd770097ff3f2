"""The agency itself: directory, calendar, agreements, staff, tokens, and who read what."""

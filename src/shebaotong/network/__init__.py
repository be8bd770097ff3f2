"""Who takes part: agencies and their outlets, agreements, signing keys, the locator, the calendar."""

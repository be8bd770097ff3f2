"""Agencies, outlets, agreements, keys, locator and calendar."""

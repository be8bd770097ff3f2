"""社保通 (shebaotong): social-insurance requests across cities, handled where the record is."""

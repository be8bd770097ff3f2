"""The individual account: what is credited each month, and the interest of a year."""

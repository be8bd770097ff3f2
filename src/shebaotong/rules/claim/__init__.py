"""A claim for the employees' pension, computed whole: conditions, months, place of payment, amount."""

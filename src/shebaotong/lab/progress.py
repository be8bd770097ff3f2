"""How long work of the lab says how far it has come."""

from collections.abc import Callable

# Called with what is being done, how much is done, and how much there is.
Progress = Callable[[str, int, int], None]

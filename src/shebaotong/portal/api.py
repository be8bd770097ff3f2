"""The pages' face to the rest of the program: what has to be made before they can be shown."""

from shebaotong.portal.catalogues import compile_catalogues
from shebaotong.portal.life_facts import history_of, read_life

__all__ = ["compile_catalogues", "history_of", "read_life"]

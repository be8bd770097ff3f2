"""The pages' face to the rest of the program: what has to be made before they can be shown."""

from shebaotong.portal.catalogues import compile_catalogues
from shebaotong.portal.life import history_of, questions

__all__ = ["compile_catalogues", "history_of", "questions"]

"""The pages' face to the rest of the program: what has to be made before they can be shown."""

from shebaotong.portal.catalogues import compile_catalogues

__all__ = ["compile_catalogues"]

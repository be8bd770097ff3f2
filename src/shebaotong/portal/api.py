"""The pages' face to the rest of the program: what has to be made, or provided, before they can be shown."""

from shebaotong.portal.catalogues import compile_catalogues
from shebaotong.portal.life_facts import history_of, read_life
from shebaotong.portal.stories import Scene, Story, provide_stories

__all__ = ["Scene", "Story", "compile_catalogues", "history_of", "provide_stories", "read_life"]

"""What can be wrong with the files or the options, said so that the reader knows what to do."""

from __future__ import annotations


class InputProblem(Exception):
    """The comparison cannot start. The message names the file and the column, and says what to do."""

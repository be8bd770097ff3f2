"""The one error of this folder: what happened, why, and what to do."""


class StoreError(Exception):
    """The database cannot be used as asked; the message tells the operator what to do."""

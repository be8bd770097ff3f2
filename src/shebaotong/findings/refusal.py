"""Why a delivery was not taken."""

from __future__ import annotations


class DeliveryRefused(Exception):
    """Nothing was written. The message says why and what to do."""

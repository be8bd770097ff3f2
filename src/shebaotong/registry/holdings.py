"""Which numbers the agency holds, for the network's locator."""

from __future__ import annotations

from collections.abc import Iterator

from shebaotong.registry.models import IdentityDocument
from shebaotong.store.api import agency_context

_PAGE = 5_000


def holdings(*, agency: str) -> Iterator[str]:
    """Every number under which a person of the agency may be asked for, normalised.

    A first-generation number comes with its 18 digits, a reissued permit with the number without the
    count: whoever asks holds one of them.
    """
    last = 0
    while True:
        with agency_context(agency=agency):
            documents = IdentityDocument.objects.filter(agency=agency, pk__gt=last).order_by("pk")
            page = list(documents.values_list("pk", "number", "key")[:_PAGE])
        if not page:
            return
        for _, number, key in page:
            yield number
            if key != number:
                yield key
        last = page[-1][0]

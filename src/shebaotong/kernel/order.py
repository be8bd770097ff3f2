"""Causal order: every document after all that its author had seen; ties by agency and number.

Never by clock time: two cities' clocks differ, and a claimed time can be anything. The order is a
pure function of the *set* of envelopes, so two copies with equal sets agree whatever came first.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable

from shebaotong.kernel.document import Envelope, Key


def causal_order(envelopes: Iterable[Envelope]) -> tuple[list[Envelope], list[Envelope]]:
    """The envelopes in causal order, and those that name an earlier document which is not here.

    Internal documents take no part and must not be given. O(n log n) for n documents: heads name
    only the latest number of an agency, and a number stands behind all lower ones of its agency.
    """
    waiting = {envelope.key: envelope for envelope in envelopes}
    blocked: dict[Key, list[Key]] = {}
    missing: dict[Key, int] = {}
    ready: list[tuple[str, int]] = []
    for key, envelope in waiting.items():
        needs = _needs(envelope)
        missing[key] = len(needs)
        for need in needs:
            blocked.setdefault(need, []).append(key)
        if not needs:
            heapq.heappush(ready, (key.agency, key.number))
    ordered: list[Envelope] = []
    while ready:
        key = Key(*heapq.heappop(ready))
        ordered.append(waiting.pop(key))
        for behind in blocked.get(key, ()):
            missing[behind] -= 1
            if missing[behind] == 0:
                heapq.heappush(ready, (behind.agency, behind.number))
    return ordered, sorted(waiting.values(), key=lambda envelope: envelope.key)


def _needs(envelope: Envelope) -> set[Key]:
    needs = {Key(agency, number) for agency, number in envelope.heads.items() if number > 0}
    if envelope.number > 1:
        needs.add(Key(envelope.author, envelope.number - 1))
    needs.discard(envelope.key)
    return needs


def had_seen(envelope: Envelope, key: Key) -> bool:
    """Whether the author of ``envelope`` had seen the document ``key`` when he wrote."""
    if key.agency == envelope.author:
        return key.number < envelope.number
    return key.number <= envelope.heads.get(key.agency, 0)


def stands_behind(envelope: Envelope, ordered: Collection[Key]) -> bool:
    """Whether ``envelope`` comes last when it joins the documents that stand in causal order already: its
    author had seen all of them, and no other."""
    known = set(ordered)
    return (
        envelope.key not in known
        and _needs(envelope) <= known
        and all(had_seen(envelope, key) for key in ordered)
    )

"""Receipts from which nothing follows: put beside their documents without reading the copies.

The fold depends on no receipt that starts no clock, and neither do list and board but for the number of rows.
To read, fold and project a copy for it would be a good part of what the exchange does for a case.
"""

from __future__ import annotations

from collections.abc import Sequence

from shebaotong.cases import parcels
from shebaotong.cases.append import receipt_row
from shebaotong.cases.basis import read_basis
from shebaotong.cases.delivery import keys_of
from shebaotong.exchange.api import Arrival, CarryFailure
from shebaotong.kernel.api import json_text
from shebaotong.network import api as network
from shebaotong.store.api import ask

_FILE = "SELECT * FROM cases_file_receipts(%s, %s::jsonb)"


def file_receipts(arrivals: Sequence[Arrival]) -> tuple[list[int], dict[int, CarryFailure]]:
    """File what can be filed of parcels of one agency, in its context.

    Returns the places of those that have yet to be worked in with their copies, and by place why a receipt
    was refused. Left are also receipts that come together with something else of their case, in whose order
    they are taken, those of documents that are not here, and those of who takes no part as far as is known.
    """
    with_more = {each.parcel.case_number for each in arrivals if not parcels.starts_no_clock(each.parcel)}
    chosen = [at for at, each in enumerate(arrivals) if each.parcel.case_number not in with_more]
    if not chosen:
        return list(range(len(arrivals))), {}
    agency = arrivals[0].parcel.receiver
    failures: dict[int, CarryFailure] = {}
    rows = {}
    with network.as_of_revision(read_basis(agency=agency).network):
        for at in chosen:
            try:
                receipt = parcels.read_receipt(arrivals[at].parcel, keys_of)
            except CarryFailure as failure:
                failures[at] = failure
            else:
                if receipt.clock is None:
                    rows[at] = {"place": at, **receipt_row(receipt.case, receipt)}
    for (at,) in ask(_FILE, [agency, json_text(list(rows.values()))]) if rows else ():
        del rows[at]
    return [at for at in range(len(arrivals)) if at not in rows and at not in failures], failures

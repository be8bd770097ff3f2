"""Fills an empty, migrated data folder with the benchmark's two cities; tokens and people as JSON: PEOPLE"""

import json
import sys
from dataclasses import asdict
from datetime import datetime

from shebaotong.cli.setup import ready_database

with ready_database() as server:
    from shebaotong.kernel.api import SHANGHAI
    from shebaotong.lab.bench.cases import world

    tokens, people = world.load(people=int(sys.argv[1]), now=datetime.now(SHANGHAI))
    told = {"tokens": asdict(tokens), "people": [asdict(each) for each in people]}
    print(json.dumps({**told, "administrator": server.conninfo(role="admin")}))  # noqa: T201 - its answer

"""What Spark's executors are sent works where nothing of ours is installed."""

from __future__ import annotations

import base64
import pickle
import subprocess
import sys

import pyarrow as pa
import pytest
from pyspark.serializers import CloudPickleSerializer

from shebaotong.comparison.numbers import tidy_name, tidy_number
from shebaotong.comparison.spark import functions

EXECUTOR = """
import base64, pickle, sys
sys.modules["shebaotong"] = None  # whoever imports it is told that there is none
import pyarrow as pa
function = pickle.loads(base64.b64decode(sys.argv[1]))
print(function(pa.array([sys.argv[2], None])).to_pylist())
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", functions.FUNCTIONS)
def test_they_need_nothing_of_ours_on_an_executor(name: str) -> None:
    functions.travel_by_value()
    said = " ４５0403１97005０50２４x "
    sent = CloudPickleSerializer().dumps(functions.FUNCTIONS[name])
    command = [sys.executable, "-c", EXECUTOR, base64.b64encode(sent).decode(), said]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    here = {"tidy_number": tidy_number, "tidy_name": tidy_name}[name](said)
    assert done.stdout.strip() == str([here, None])
    assert functions.FUNCTIONS[name](pa.array([said, None])).to_pylist() == [here, None]


@pytest.mark.slow
def test_this_executor_has_nothing_of_ours() -> None:
    """Else the test above could not fail: what is sent by name is refused."""
    sent = base64.b64encode(pickle.dumps(tidy_name)).decode()
    done = subprocess.run([sys.executable, "-c", EXECUTOR, sent, "x"], capture_output=True, check=False)
    assert b"shebaotong" in done.stderr and done.returncode != 0

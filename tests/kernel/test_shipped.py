"""Data in YAML that ship with the program."""

import subprocess
import sys

from shebaotong.kernel.api import read_shipped


def test_it_is_read() -> None:
    assert read_shipped("例: [一, 2]") == {"例": ["一", 2]}


def test_it_is_read_where_pyyaml_was_built_without_libyaml() -> None:
    """As on machines for which there is no wheel."""
    program = "\n".join(
        (
            "import yaml",
            "del yaml.CSafeLoader",
            "from shebaotong.kernel.api import read_shipped",
            "print(read_shipped('a: 1'))",
        )
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("{'a': 1}", 0), done.stderr

#!/usr/bin/env bash
# Bring uv into .tools/ for a machine that has none: tools/uv.sh PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1

if ! command -v "$python" >/dev/null; then
  echo "There is no $python. Install Python 3.11 or later (Debian: apt-get install python3 python3-venv)." >&2
  exit 1
fi
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$python is Python $version; 3.11 or later is needed. Name another: make PYTHON=/path/to/python3" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "Python $version has no venv. On Debian or Ubuntu: apt-get install python$version-venv" >&2
  exit 1
fi
"$python" -m venv .tools
.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

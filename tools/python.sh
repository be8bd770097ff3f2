#!/usr/bin/env bash
# Print the Python that the program shall run on, where the distribution's own will do; nothing where it will not.
#
# Distributions build theirs with profile-guided optimisation; what version managers build mostly is not, and takes
# a tenth longer for the same work.
own=/usr/bin/python3
if [ -x "$own" ] && "$own" -c '
import sys
import bz2, ctypes, lzma, sqlite3, ssl, venv, zoneinfo
sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "$own"
fi

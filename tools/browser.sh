#!/usr/bin/env bash
# What the browser tests need: Chromium, a Chinese font, and axe-core (which npm fetches).
set -euo pipefail
cd "$(dirname "$0")/.."

as_root=()
if [ "$(id -u)" != 0 ]; then
  as_root=(sudo -n)
fi
may_install() {
  command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null
}

missing=()
# Chromium without the parts of a window: a third less work in the tests. The whole one does as well where
# nobody may install.
if ! command -v chromium-headless-shell >/dev/null && { may_install || ! command -v chromium >/dev/null; }; then
  missing+=(chromium-headless-shell)
fi
# Not `grep -q`: it stops listening, and under pipefail the teller's broken pipe would count as no font.
fc-list 2>/dev/null | grep 'Noto Sans CJK' >/dev/null || missing+=(fonts-noto-cjk)
command -v npm >/dev/null || missing+=(npm)

if [ ${#missing[@]} -gt 0 ]; then
  if ! may_install; then
    echo "The browser tests need these packages, and this user may not install them: ${missing[*]}" >&2
    echo "On Debian: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "Installing for the browser tests: ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

bash tools/vendor.sh dev

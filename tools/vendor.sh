#!/usr/bin/env bash
# Bring third-party browser files into the source tree, exactly the versions named here.
#
#   tools/vendor.sh        the files that ship: htmx and the icon sprite
#   tools/vendor.sh dev    axe-core, for the browser tests only, into .tools/
#
# Each package is fetched with `npm pack`, and refused unless its sha512 is the one written here.
# To take a new version: change version and integrity (`npm view NAME@VERSION dist.integrity`), run,
# read the difference, and write the new sha256 into THIRD_PARTY.md (the test names what differs).
set -euo pipefail
cd "$(dirname "$0")/.."

htmx_version=4.0.1
htmx_integrity='oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg=='
icons_version=3.51.0
icons_integrity='0pinvPZz7YeX+OSfxuEAbnEPWbocVXW5iU8h5lh41pYG8sZuQfpWECC980lxOT0clGIcNGn8xsBr+zKaRGdA/g=='
axe_version=4.14.1
axe_integrity='FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=='

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# unpack NAME VERSION INTEGRITY -> prints the folder of the unpacked package
unpack() {
  local name=$1 version=$2 integrity=$3 archive found
  archive=$(cd "$work" && npm pack --silent "$name@$version" | tail -n 1)
  found=$(openssl dgst -sha512 -binary "$work/$archive" | openssl base64 -A)
  if [ "$found" != "$integrity" ]; then
    echo "$name@$version: sha512 is $found, expected $integrity; nothing was changed" >&2
    exit 1
  fi
  mkdir -p "$work/$archive.d"
  tar -xzf "$work/$archive" -C "$work/$archive.d"
  echo "$work/$archive.d/package"
}

if [ "${1:-}" = dev ]; then
  [ ! -f ".tools/axe-core-$axe_version/axe.min.js" ] || exit 0
  package=$(unpack axe-core "$axe_version" "$axe_integrity")
  mkdir -p ".tools/axe-core-$axe_version"
  cp "$package/axe.min.js" "$package/LICENSE" ".tools/axe-core-$axe_version/"
  exit 0
fi

vendor=src/shebaotong/portal/static/vendor
package=$(unpack htmx.org "$htmx_version" "$htmx_integrity")
mkdir -p "$vendor/htmx-$htmx_version"
cp "$package/dist/htmx.min.js" "$package/LICENSE" "$vendor/htmx-$htmx_version/"

package=$(unpack @tabler/icons "$icons_version" "$icons_integrity")
mkdir -p "$vendor/tabler-icons-$icons_version"
cp "$package/LICENSE" "$vendor/tabler-icons-$icons_version/"
python3 tools/sprite.py "$package/icons/outline" tools/icons.txt "$icons_version" \
  > src/shebaotong/portal/static/portal/icons.svg

sha256sum "$vendor"/*/* src/shebaotong/portal/static/portal/icons.svg

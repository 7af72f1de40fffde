#!/bin/sh
# venv.sh NAME PACKAGE…: makes .build/peers/NAME, a Python of its own with packages of PyPI, and prints
# the path of its interpreter. Exit 75 where the registry cannot be reached.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$root/.build/peers/$1
shift
python=$place/bin/python3
"$root/deploy/needs" python3 python3-venv >&2
[ -x "$python" ] || /usr/bin/python3 -m venv "$place" >&2
# What is there already is not fetched again.
wanted=$(printf '%s\n' "$@" | sort)
[ "$(cat "$place/packages" 2>/dev/null)" = "$wanted" ] || {
  "$python" -m pip install --quiet --disable-pip-version-check "$@" >&2 || exit 75
  printf '%s\n' "$wanted" > "$place/packages"
}
echo "$python"

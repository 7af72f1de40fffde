#!/bin/sh
# Ours and its peers in one run. Needs g++, libev-dev and libical-dev.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$here/../..}
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
g++ -O2 -march=native -o "$build/timers" "$here/peers/timers.cpp" -lev
gcc -O2 -march=native -o "$build/recurrence" "$here/peers/recurrence.c" -lical
swift build --package-path "$root" -c release --product timekeeping-benchmark -j 2 >&2
"$(swift build --package-path "$root" -c release --show-bin-path)/timekeeping-benchmark"
"$build/recurrence"
"$build/timers"

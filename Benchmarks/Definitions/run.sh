#!/bin/sh
# Microseconds to build a request from each shipped definition, and to judge the answer to it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
swift build --package-path "$root" -c release --product definitions-benchmark -j 2 >&2
"$(swift build --package-path "$root" -c release --show-bin-path)/definitions-benchmark"

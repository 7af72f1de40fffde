#!/bin/sh
# A burst of check-ins beside a bare libcurl loop, in one run. Arguments: PEOPLE IN-FLIGHT FOLDER,
# the folder being on the disk that the database would be on.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
swift build --package-path "$root" -c release --product burst-benchmark -j 2 >&2
"$(swift build --package-path "$root" -c release --show-bin-path)/burst-benchmark" "$@"

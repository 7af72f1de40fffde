# Sourced by scripts that start real servers in the folder that their second argument names.

peers=$(dirname "$0")
here=${2:?DIR}

# Servers shall not keep what the caller had open, nor block the signals that it blocks.
if [ -z "${PEER_IS_CLEAN:-}" ]; then
  PEER_IS_CLEAN=1 exec python3 -c 'import os, signal, sys
signal.pthread_sigmask(signal.SIG_SETMASK, [])
os.closerange(3, 1024)
os.execv(sys.argv[1], sys.argv[1:])' "$0" "$@"
fi

# With OWNER set to a process id, everything stops when that process has gone.
watch_owner() {
  [ -n "${OWNER:-}" ] || return 0
  (
    while kill -0 "$OWNER" 2> /dev/null; do sleep 1; done
    "$0" stop "$here"
    rm -rf "$here"
  ) > /dev/null 2>&1 < /dev/null &
}

# free_ports: the first of five ports in a row that nobody uses.
free_ports() {
  python3 -c 'import random, socket
while True:
    base = random.randrange(20000, 31000)
    try:
        for port in range(base, base + 5):
            socket.socket().bind(("127.0.0.1", port))
        break
    except OSError:
        continue
print(base)'
}

# until_open PORT: waits until something listens there, 60 s at most.
until_open() {
  for _ in $(seq 600); do
    python3 -c "import socket; socket.create_connection(('127.0.0.1', $1), 1)" 2> /dev/null && return
    sleep 0.1
  done
  echo "$0: nothing listens on port $1, see $here" >&2
  exit 1
}

#!/bin/sh
# A real Kannel (bearerbox, smsbox, fakesmsc) on loopback, for tests.
#
#   kannel.sh start DIR PORTBASE [MO_URL]   ports PORTBASE to PORTBASE+3 (0: any, see
#                                           DIR/base); sendsms is PORTBASE+3
#   kannel.sh reply DIR FROM TO TEXT        a handset sends a text
#   kannel.sh stop DIR
#
# MO_URL is asked for each text that came in, with Kannel's escapes (%p from, %P to, %a text, %I id).
# fakesmsc's port listens on every address (Kannel has no setting for it), but takes 127.0.0.1 only.
# What handsets got stands in DIR/handset.log. Everything runs in DIR; only processes whose ids are
# kept there are ended. bearerbox is killed: it does not end while a text is queued.
set -eu

. "$(dirname "$0")/common.sh"
PATH=$PATH:/usr/sbin:/usr/lib/kannel/test

end() {
  [ -f "$here/$1.pid" ] || return 0
  kill -9 "$(cat "$here/$1.pid")" 2> /dev/null || true
  rm -f "$here/$1.pid"
}

# fakesmsc does not wait for bearerbox, and gives a text to it as soon as it is there.
handset() {
  end handset
  port=$(($(cat "$here/base") + 2))
  fakesmsc -H 127.0.0.1 -r "$port" -i 0.1 -m "$1" "$2" >> "$here/handset.log" 2>&1 < /dev/null &
  echo $! > "$here/handset.pid"
}

configure() {
  cat > "$here/kannel.conf" <<CONF
group = core
admin-port = $base
admin-interface = "127.0.0.1"
admin-password = adminpw
admin-allow-ip = "127.0.0.1"
smsbox-port = $((base + 1))
smsbox-interface = "127.0.0.1"
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
log-file = "$here/bearerbox.log"
log-level = 0
store-type = file
store-location = "$here/kannel.store"
dlr-storage = internal
sms-resend-freq = 5
sms-resend-retry = 2

group = smsc
smsc = fake
smsc-id = FAKE
port = $((base + 2))
connect-allow-ip = "127.0.0.1"

group = smsbox
smsbox-id = box1
bearerbox-host = 127.0.0.1
sendsms-port = $((base + 3))
sendsms-interface = "127.0.0.1"
log-file = "$here/smsbox.log"
log-level = 0
global-sender = 12345
http-request-retry = 3
http-queue-delay = 2

group = sendsms-user
username = tester
password = secret
concatenation = true
max-messages = 10
user-allow-ip = "127.0.0.1"

group = sms-service
keyword = default
get-url = "$mo_url"
max-messages = 0
omit-empty = true
catch-all = true

group = smsbox-route
smsbox-id = box1
smsc-id = "FAKE"
CONF
}

case ${1:-} in
start)
  base=${3:?PORTBASE}
  [ "$base" != 0 ] || base=$(free_ports)
  mo_url=${4:-"http://127.0.0.1:8420/hooks/kannel?from=%p&to=%P&text=%a&id=%I&unix=%T"}
  "$peers/../../deploy/needs" kannel kannel-extras >&2
  mkdir -p "$here"
  rm -f "$here/kannel.store"*
  echo "$base" > "$here/base"
  configure
  bearerbox -v 4 "$here/kannel.conf" > "$here/bearerbox.out" 2>&1 < /dev/null &
  echo $! > "$here/bearerbox.pid"
  until_open $((base + 1))
  smsbox -v 4 "$here/kannel.conf" > "$here/smsbox.out" 2>&1 < /dev/null &
  echo $! > "$here/smsbox.pid"
  until_open $((base + 3))
  handset 0 "0 0 text unused"
  watch_owner
  echo "port $((base + 3))"
  ;;
reply) handset 1 "${3:?FROM} ${4:?TO} text ${5:?TEXT}" ;;
stop)
  end handset
  end smsbox
  end bearerbox
  ;;
*) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac

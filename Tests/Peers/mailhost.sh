#!/bin/sh
# A real mail host (Postfix in front of Dovecot) on loopback, for tests; needs root.
#
#   mailhost.sh start DIR PORTBASE [PIPE]   SMTP on PORTBASE, LMTP on PORTBASE+1, IMAP on PORTBASE+2, IMAPS on
#                                    PORTBASE+3, STARTTLS on both; DIR/tls/ca.pem is the authority
#                                    (0: any, see DIR/base); PIPE takes mails to piped@ as user nobody
#   mailhost.sh deliver DIR TO FILE  puts a mail (RFC 5322) into a mailbox, by LMTP
#   mailhost.sh stop DIR
#
# Mailboxes: anything@example.net, password "secret", with a folder "Processed". gone@ is refused with
# 550, busy@ with 451; moved@ and full@ are taken, and come back as bounces. Nothing leaves this machine. Everything runs in DIR, whose parents others must
# be able to search; only Postfix's and Dovecot's own masters are ended.
set -eu

. "$(dirname "$0")/common.sh"
PATH=$PATH:/usr/sbin

configure_dovecot() {
  cat > "$here/dovecot.conf" <<CONF
base_dir = $here/run
state_dir = $here/run
log_path = $here/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <$here/tls/good.pem
ssl_key = <$here/tls/good.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Lu
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:$here/mail/%u
mail_uid = nobody
mail_gid = nogroup
default_internal_user = dovecot
default_login_user = dovenull
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$here/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = $((base + 2))
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = $((base + 3))
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $((base + 1))
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Processed {
    auto = create
  }
}
CONF
}

configure_postfix() {
  cat > "$here/postfix/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $here/queue
data_directory = $here/data
maillog_file = $here/postfix.log
maillog_file_prefixes = /
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.net
mydestination =
mynetworks = 127.0.0.1/32
virtual_mailbox_domains = example.net
virtual_transport = lmtp:inet:127.0.0.1:$((base + 1))
default_transport = error:5.1.2 nothing leaves this test host
relay_transport = error:5.1.2 nothing leaves this test host
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
  check_recipient_access inline:{ {gone@example.net = 550 5.1.1 No such user}, {busy@example.net = 451 4.7.1 Try again later} }
recipient_delimiter = +
smtpd_tls_security_level = may
smtpd_tls_cert_file = $here/tls/good.pem
smtpd_tls_key_file = $here/tls/good.key
queue_run_delay = 2s
minimal_backoff_time = 2s
maximal_backoff_time = 4s
piped_destination_recipient_limit = 1
transport_maps = inline:{ {moved@example.net = moved:} {full@example.net = full:} {piped@example.net = piped:} }
alias_maps =
local_recipient_maps =
CONF
  cat > "$here/postfix/master.cf" <<CONF
127.0.0.1:$base inet n - n - - smtpd
pickup    unix n - n 60 1 pickup
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
verify    unix - - n - 1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n - - proxymap
smtp      unix - - n - - smtp
relay     unix - - n - - smtp
showq     unix n - n - - showq
error     unix - - n - - error
retry     unix - - n - - error
discard   unix - - n - - discard
local     unix - n n - - local
virtual   unix - n n - - virtual
lmtp      unix - - n - - lmtp
anvil     unix - - n - 1 anvil
scache    unix - - n - 1 scache
moved     unix - n n - - pipe user=nobody argv=$here/refuse 67
full      unix - n n - - pipe user=nobody argv=$here/refuse 77
piped     unix - n n - - pipe flags=DORhu user=nobody argv=${pipe:-$here/refuse 75}
postlog   unix-dgram n - n - 1 postlogd
CONF
}

case ${1:-} in
start)
  base=${3:?PORTBASE}
  [ "$base" != 0 ] || base=$(free_ports)
  pipe=${4:-}
  "$peers/../../deploy/needs" postfix dovecot-imapd dovecot-lmtpd >&2
  mkdir -p "$here/mail" "$here/run" "$here/postfix" "$here/queue" "$here/data"
  chmod 755 "$here"
  chown nobody:nogroup "$here/mail"
  chown postfix "$here/data"
  echo "$base" > "$here/base"
  # sysexits.h: 67 nobody of that name, 75 try again, 77 not allowed.
  printf '#!/bin/sh\ncat > /dev/null\nexit "$1"\n' > "$here/refuse"
  chmod 755 "$here/refuse"
  "$peers/certificates.sh" "$here/tls"
  configure_dovecot
  configure_postfix
  dovecot -F -c "$here/dovecot.conf" > "$here/dovecot.out" 2>&1 < /dev/null &
  echo $! > "$here/dovecot.pid"
  postfix -c "$here/postfix" start > "$here/postfix.out" 2>&1 < /dev/null
  for port in "$base" $((base + 1)) $((base + 2)) $((base + 3)); do until_open "$port"; done
  watch_owner
  echo "port $base"
  ;;
deliver)
  python3 - "$(($(cat "$here/base") + 1))" "${3:?TO}" "${4:?FILE}" <<'PYTHON'
import smtplib, sys
with smtplib.LMTP("127.0.0.1", int(sys.argv[1])) as server, open(sys.argv[3], "rb") as mail:
    server.sendmail("sender@example.org", [sys.argv[2]], mail.read())
PYTHON
  ;;
stop)
  postfix -c "$here/postfix" stop > /dev/null 2>&1 || true
  if [ -f "$here/dovecot.pid" ]; then
    kill "$(cat "$here/dovecot.pid")" 2> /dev/null || true
    rm -f "$here/dovecot.pid"
  fi
  ;;
*) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac

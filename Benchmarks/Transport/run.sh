#!/bin/sh
# Transport beside a bare libcurl loop: against our small server, and, where nginx is installed, over
# TLS with HTTP/1.1 and HTTP/2. Arguments: REQUESTS ROUNDS.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
requests=${1:-100000}
rounds=${2:-3}
swift build --package-path "$root" -c release --product transport-benchmark -j 2 >&2
program=$(swift build --package-path "$root" -c release --show-bin-path)/transport-benchmark
"$program" "$requests" "$rounds"
command -v nginx > /dev/null || PATH=$PATH:/usr/sbin
command -v nginx > /dev/null || { echo "no nginx: nothing over TLS" && exit 0; }

place=$(mktemp -d)
chmod 755 "$place"
"$root/Tests/Peers/certificates.sh" "$place/certificates"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$place/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $place/nginx.pid;
error_log $place/error.log;
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path $place/body;
  proxy_temp_path $place/proxy;
  fastcgi_temp_path $place/fastcgi;
  uwsgi_temp_path $place/uwsgi;
  scgi_temp_path $place/scgi;
  server {
    listen 127.0.0.1:$port ssl http2;
    http2_max_concurrent_streams 512;
    ssl_certificate $place/certificates/good.pem;
    ssl_certificate_key $place/certificates/good.key;
    default_type application/json;
    location / { return 201 '{"sid":"SM0123456789","status":"queued","fill":"$(printf 'x%.0s' $(seq 249))"}'; }
  }
}
CONF
nginx -c "$place/nginx.conf" &
server=$!
trap 'kill $server; wait $server 2> /dev/null || true; rm -rf "$place"' EXIT
sleep 1
# nginx answers before it has read the body; over HTTP/2 libcurl now and then calls that a failure.
for version in "" --http2; do
  "$program" --server "https://localhost:$port/" --certificates "$place/certificates/ca.pem" $version \
    "$requests" "$rounds"
done

#!/bin/sh
# certificates.sh DIR: makes a throwaway authority (ca.pem) and, as NAME.pem with NAME.key, the
# certificates "good" (localhost, 127.0.0.1), "expired", "other" (another host's name) and "stranger"
# (signed by itself).
set -eu
mkdir -p "$1" && cd "$1"
umask 077

key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null ||
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null; }

# signed NAME SUBJECT_ALT_NAME FROM TO: a certificate valid between two UTC times (YYYYMMDDHHMMSSZ).
signed() {
  key "$1"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
  printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\n' "$2" > "$1.ext"
  openssl ca -batch -notext -config ca.cnf -in "$1.csr" -out "$1.pem" -extfile "$1.ext" \
    -startdate "$3" -enddate "$4" 2>/dev/null
}

cat > ca.cnf <<'CNF'
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
certificate = ca.pem
private_key = ca.key
unique_subject = no
[any]
commonName = supplied
CNF
: > index.txt
echo 1000 > serial
key ca
openssl req -x509 -new -key ca.key -subj "/CN=Test authority" -days 3650 -out ca.pem
local_names=DNS:localhost,IP:127.0.0.1
signed good "$local_names" 20200101000000Z 20991231000000Z
signed expired "$local_names" 20200101000000Z 20210101000000Z
signed other DNS:other.example 20200101000000Z 20991231000000Z
key stranger
openssl req -x509 -new -key stranger.key -subj "/CN=stranger" -days 3650 -out stranger.pem \
  -addext "subjectAltName=$local_names"

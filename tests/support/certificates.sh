#!/bin/sh
# Makes throw-away certificates for tests: sh tests/support/certificates.sh DIRECTORY
# Writes ca.pem, and server.pem/server.key and client.pem/client.key signed by it (ECDSA P-256, name localhost), and
# other-ca.pem, which signed neither.
set -eu
mkdir -p "$1"
cd "$1"

authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
    -addext basicConstraints=critical,CA:TRUE -keyout "$1.key" -out "$1.pem"
}

leaf() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost \
    -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName=DNS:localhost\n' >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem"
}

{
  authority ca
  authority other-ca
  leaf server
  leaf client
} >certificates.log 2>&1 || {
  cat certificates.log >&2
  exit 1
}

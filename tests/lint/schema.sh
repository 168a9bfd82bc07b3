#!/bin/sh
# What the schema promised: sh tests/lint/schema.sh check | record [--breaking]
# `check` lints the schema, compares it with the promise on record (schema.binpb) and demands that the record is up to
# date. `record` writes it anew after an addition; a change that breaks what stored data and clients rely on is refused
# unless --breaking says so in as many words.
set -u
cd "$(dirname "$0")" || exit 2
npm ci --ignore-scripts --no-audit --no-fund >/dev/null || exit 1
buf=$PWD/node_modules/.bin/buf
record=$PWD/schema.binpb
cd ../../proto || exit 2

build() { "$buf" build --exclude-source-info -o "$1"; }

case "$*" in
check)
  "$buf" lint || exit 1
  "$buf" breaking --against "$record" || exit 1
  now=$(mktemp --suffix=.binpb)
  build "$now" && cmp -s "$now" "$record"
  result=$?
  rm -f "$now"
  [ "$result" -eq 0 ] || echo "The schema has more than the record: run sh tests/lint/schema.sh record"
  exit "$result"
  ;;
record) "$buf" breaking --against "$record" && build "$record" ;;
"record --breaking") build "$record" ;;
*)
  echo "usage: sh tests/lint/schema.sh check | record [--breaking]" >&2
  exit 2
  ;;
esac

#!/bin/sh
# A legacy feature: its gate result recorded, held to by the ratchet, and due for a review.
set -u
. "$(dirname "$0")/lib.sh"

for threat in forged lost; do
  cat >>"$scratch/threats.yaml" <<YAML
---
kind: threat
name: examples/$threat-bookings
version: 1.0.0
title: Bookings are $threat
statement: {source: somebody, action: changes the books, impact: money is gone}
stride: [tampering]
likelihood: 5
impact: 5
YAML
done

cat >"$scratch/ledger.yaml" <<'YAML'
kind: feature
name: examples/ledger
version: 1.0.0
title: The old ledger
workload: billing
owner: team-billing
stage: legacy
elements:
  - {id: api, kind: process, title: The service}
  - {id: browser, kind: external, title: A browser}
assets:
  - {id: bookings, title: Bookings, classification: confidential, on: [api]}
entry_points:
  - {id: door, on: api, protocol: https, exposure: internet}
data_flows:
  - {id: ask, from: browser, to: api, assets: [bookings]}
threats:
  - {id: forged, threat: examples/forged-bookings, on: api}
YAML

# worse FILE: the ledger with one threat more; better FILE: without any.
worse() {
  sed 's/^version: .*/version: 2.0.0/' "$scratch/ledger.yaml" >"$1"
  echo '  - {id: lost, threat: examples/lost-bookings, on: api}' >>"$1"
}
better() {
  sed '/^threats:/,$d' "$scratch/ledger.yaml" >"$1"
}

start_daemon
load_catalogs || exit 1
"$ctl" apply --publish "$scratch/threats.yaml" "$scratch/ledger.yaml" >"$scratch/apply.txt" || exit 1

# The id of the newest record.
newest() {
  "$ctl" gate list examples/ledger --output csv | sed -n '2s/,.*//p'
}

test_a_blocked_legacy_feature_is_told_about_the_ratchet() {
  expect_code 1 "$ctl" resolve examples/ledger
  expect_text "$scratch/out" 'BLOCKED'
  expect_text "$scratch/out" 'stage: legacy'
  expect_text "$scratch/out" 'resolve --ratchet'
}

test_nothing_to_compare_with_is_an_error() {
  expect_code 2 "$ctl" resolve examples/ledger --ratchet
  expect_text "$scratch/err" 'resolve --record'
  expect_code 0 "$ctl" gate list examples/ledger
  expect_text "$scratch/out" 'Nothing was recorded'
  expect_code 2 "$ctl" gate show 1
  expect_text "$scratch/err" 'no gate record 1'
  expect_code 2 "$ctl" gate forget examples/ledger
  expect_text "$scratch/err" 'one of: list, show'
}

test_recording_keeps_the_exit_code_of_the_gate() {
  expect_code 1 "$ctl" resolve examples/ledger --record
  expect_text "$scratch/out" 'BLOCKED'
  expect_text "$scratch/err" 'recorded as gate record [0-9]+ of examples/ledger'
  expect_code 0 "$ctl" gate show "$(newest)"
  expect_text "$scratch/out" 'examples/forged-bookings@api'
  expect_code 0 "$ctl" changes --name examples/ledger
  expect_text "$scratch/out" "recorded gate $(newest) of examples/ledger: blocked"
}

test_the_ratchet_holds_for_the_stored_feature_and_the_file() {
  for target in examples/ledger "$scratch/ledger.yaml"; do
    expect_code 0 "$ctl" resolve "$target" --ratchet
    expect_text "$scratch/out" 'BLOCKED'
    expect_text "$scratch/out" "NOT WORSE +than gate record $(newest)"
    expect_code 0 "$ctl" resolve "$target" --ratchet --as-planned
  done
}

test_the_ratchet_fails_on_what_is_worse_and_names_the_row() {
  worse "$scratch/worse.yaml"
  expect_code 1 "$ctl" resolve "$scratch/worse.yaml" --ratchet
  expect_text "$scratch/out" '^WORSE'
  expect_text "$scratch/out" 'row +examples/lost-bookings@api'
  before=$(newest)
  expect_code 1 "$ctl" resolve "$scratch/worse.yaml" --ratchet --record
  [ "$before" = "$(newest)" ] || fail "a worse result was recorded"
  expect_code 1 "$ctl" resolve "$scratch/worse.yaml" --ratchet --output json
  expect_text "$scratch/out" '"subject": "examples/lost-bookings@api"'
  expect_code 1 "$ctl" resolve "$scratch/worse.yaml" --ratchet --output csv
  expect_text "$scratch/out" '^worse,new_row,examples/lost-bookings@api,'
}

test_what_is_better_passes_and_tightens_the_ratchet() {
  better "$scratch/better.yaml"
  before=$(newest)
  expect_code 0 "$ctl" resolve "$scratch/better.yaml" --ratchet --record
  expect_text "$scratch/out" 'Better'
  expect_text "$scratch/out" 'row +examples/forged-bookings@api'
  [ "$before" != "$(newest)" ] || fail "the better result was not recorded"
  expect_code 1 "$ctl" resolve "$scratch/ledger.yaml" --ratchet
  expect_text "$scratch/out" '^WORSE'
}

test_the_server_is_needed() {
  expect_code 2 "$ctl" resolve examples/ledger --offline --ratchet
  expect_text "$scratch/err" 'kept by the server'
  expect_code 2 "$ctl" resolve examples/ledger --record --at 2999-01-01
  expect_text "$scratch/err" 'time to come'
}

test_text_output_fits_80_columns() {
  for words in "gate list examples/ledger" "gate show $(newest)" "resolve $scratch/worse.yaml --ratchet"; do
    # shellcheck disable=SC2086
    "$ctl" $words >"$scratch/wide" || true
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

test_a_feature_is_due_for_a_review() {
  sed -e 's/^version: .*/version: 9.0.0/' -e '/^review_interval_days:/d' catalogs/policy/organisation.yaml \
    >"$scratch/policy.yaml"
  echo 'review_interval_days: 30' >>"$scratch/policy.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/policy.yaml"
  "$ctl" resolve examples/ledger --output json >"$scratch/model.json" || true
  if grep -q REVIEW_DUE "$scratch/model.json"; then fail "it was looked at just now"; fi
  due=$(sed -n '/"nextBoundary"/s/.*"nextBoundary": "\([^"]*\)".*/\1/p' "$scratch/model.json" | head -n 1)
  [ -n "$due" ] || fail "no boundary"
  expect_code 1 "$ctl" resolve examples/ledger
  expect_text "$scratch/out" "both hold until $due"
  "$ctl" resolve examples/ledger --at "$due" --output json >"$scratch/model.json" || true
  expect_text "$scratch/model.json" 'REVIEW_DUE'
  revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  for at in "$due" 2026-01-01; do
    "$ctl" resolve examples/ledger --at-revision "$revision" --at "$at" --output json >"$scratch/online.json" || true
    "$ctl" resolve examples/ledger --at-revision "$revision" --at "$at" --offline --output json \
      >"$scratch/offline.json" || true
    cmp "$scratch/online.json" "$scratch/offline.json"
  done
}

test_the_store_is_whole() {
  stop_daemon
  expect_code 0 "$catalogd" check --data "$scratch/data"
}

run_tests

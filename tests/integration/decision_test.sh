#!/bin/sh
# A deviation from its request to its end. It takes two people.
set -u
. "$(dirname "$0")/lib.sh"

two_people

cat >"$scratch/feature.yaml" <<'YAML'
kind: feature
name: examples/deviating
version: 1.0.0
title: A feature that asks for a deviation
workload: billing
owner: team-billing
stage: build
elements:
  - {id: api, kind: process, title: The service}
threats:
  - {id: spoofing, threat: stride/process-tampering, on: api}
decisions:
  - id: take-it
    kind: accepted
    subjects: [{threat: stride/process-tampering, place: api}]
    justification: It is for the trial, which ends with the month.
    expires_at: EXPIRES
YAML
sed -i "s/EXPIRES/$(date -u -d '+30 days' +%Y-%m-%dT%H:%M:%SZ)/" "$scratch/feature.yaml"

start_daemon
load_catalogs || exit 1
"$ctl" apply --publish "$scratch/feature.yaml" >"$scratch/apply.txt" || exit 1

test_a_request_stands_in_the_model() {
  expect_code 2 "$ctl" decision request examples/deviating other
  expect_text "$scratch/err" 'asks for no decision other'
  expect_code 0 "$ctl" decision request examples/deviating take-it --dry-run
  expect_code 0 "$ctl" decision list
  expect_text "$scratch/out" 'No decisions'
  expect_code 0 as_owner "$ctl" decision request examples/deviating take-it
  expect_text "$scratch/out" 'requested, accepted'
  expect_code 0 "$ctl" decision list examples/deviating --state requested
  expect_text "$scratch/out" 'stride/process-tampering@api'
}

# The id of the one decision there is.
decision_id() {
  "$ctl" decision list --output json | sed -n 's/.*"id": "\([0-9]*\)".*/\1/p' | head -n 1
}

test_nobody_approves_what_they_asked_for() {
  expect_code 2 as_owner "$ctl" decision approve "$(decision_id)"
  expect_text "$scratch/err" 'somebody else must approve it'
}

test_somebody_else_approves_and_it_counts() {
  if [ "$people" -eq 1 ]; then
    echo "needs the superuser"
    return 0
  fi
  expect_code 0 "$ctl" decision approve "$(decision_id)"
  expect_text "$scratch/out" 'approved, accepted'
  "$ctl" resolve examples/deviating --output json >"$scratch/model.json" || true
  expect_text "$scratch/model.json" 'ROW_STATE_ACCEPTED'
  revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  "$ctl" resolve examples/deviating --at-revision "$revision" --output json >"$scratch/online.json" || true
  "$ctl" resolve examples/deviating --at-revision "$revision" --offline --output json >"$scratch/offline.json" || true
  cmp "$scratch/online.json" "$scratch/offline.json"
  "$ctl" resolve examples/deviating --at 2999-01-01 --output json >"$scratch/model.json" || true
  expect_text "$scratch/model.json" 'DECISION_EXPIRED'
}

test_a_revocation_is_final() {
  expect_code 0 "$ctl" decision revoke "$(decision_id)"
  expect_code 2 "$ctl" decision approve "$(decision_id)"
  expect_text "$scratch/err" 'revoked already'
  expect_code 0 "$ctl" decision show "$(decision_id)"
  expect_text "$scratch/out" 'revoked'
}

test_text_output_fits_80_columns() {
  for words in "list" "show $(decision_id)"; do
    # shellcheck disable=SC2086
    "$ctl" decision $words >"$scratch/wide"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

test_changes_show_decisions() {
  expect_code 0 "$ctl" changes --name examples/deviating
  expect_text "$scratch/out" 'decision'
}

run_tests

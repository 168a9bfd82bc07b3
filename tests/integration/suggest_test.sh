#!/bin/sh
# Threats that a model may have forgotten: what is suggested, dismissed, pasted, and what a Policy wants triaged.
set -u
. "$(dirname "$0")/lib.sh"

# A feature with one process, one flow over the internet and whatever $1 holds besides.
write_feature() {
  cat >"$scratch/feature.yaml" <<YAML
kind: feature
name: examples/forgetful
version: 1.0.0
title: A feature that forgot something
workload: billing
owner: team-billing
stage: build
elements:
  - {id: customer, kind: actor, title: A customer}
  - {id: browser, kind: external, title: Their browser}
  - {id: api, kind: process, title: The service}
assets:
  - {id: order, title: Orders, classification: internal, on: [api]}
entry_points:
  - {id: door, on: api, protocol: https, authentication: password, exposure: internet}
data_flows:
  - {id: submit, from: browser, to: api, assets: [order], crosses: [internet], protocol: https}
YAML
  printf '%s' "${1:-}" >>"$scratch/feature.yaml"
}

# expect_no_text FILE PATTERN: no line of FILE matches the extended regular expression.
expect_no_text() {
  if grep -Eq -- "$2" "$1"; then
    sed 's/^/  | /' "$1"
    fail "a line matches: $2"
  fi
}

count_lines() {
  grep -c -- "$1" "$scratch/out"
}

start_daemon
load_catalogs || exit 1

test_shipped_examples_show_what_they_forgot() {
  expect_code 0 "$ctl" suggest examples/invoice-upload
  expect_text "$scratch/out" '^[0-9]+ open, [0-9]+ covered, 0 unknown, 1 dismissed; 106 threats at 7 places'
  expect_text "$scratch/out" 'open +stride/flow-tampering +submit'
  expect_text "$scratch/out" 'covered by: platform.accounts, platform.alerts'
}

test_a_file_gets_all_four_answers() {
  write_feature
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml"
  expect_text "$scratch/out" 'open +stride/process-disclosure +api'
  expect_text "$scratch/out" 'unknown +stride/actor-denial +customer'
  expect_text "$scratch/out" 'not known: facts.human_access'
  expect_no_text "$scratch/out" 'not applicable'
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --all --namespace stride
  expect_text "$scratch/out" 'not applicable +stride/store-disclosure +api'
  expect_text "$scratch/out" 'false: place.kind == "store"'
}

test_namespaces_narrow_it() {
  write_feature
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --namespace inhouse,aws
  expect_text "$scratch/out" 'open +inhouse/password-guessing +door'
  expect_no_text "$scratch/out" 'stride/'
  expect_code 2 "$ctl" suggest "$scratch/feature.yaml" --namespace Stride
  expect_text "$scratch/err" "'Stride' is no namespace"
}

test_a_fact_ends_an_unknown() {
  write_feature 'facts: {human_access: false}
'
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml"
  expect_no_text "$scratch/out" 'stride/actor-denial'
}

test_a_dismissal_stands_until_the_predicate_changes() {
  dismissal='dismissals:
  - {threat: stride/actor-denial, on: customer, reason: Nobody signs in yet., outcome: unknown}
'
  write_feature "$dismissal"
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml"
  expect_no_text "$scratch/out" 'stride/actor-denial'
  expect_text "$scratch/out" ', 1 dismissed;'
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --dismissed
  expect_text "$scratch/out" 'dismissed: Nobody signs in yet.'
  write_feature "${dismissal}facts: {human_access: true}
"
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml"
  expect_text "$scratch/out" 'open +stride/actor-denial +customer'
  expect_text "$scratch/out" 'dismissed when that was otherwise: Nobody signs in yet.'
}

test_a_snippet_can_be_pasted() {
  write_feature
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --namespace stride --snippet
  cp "$scratch/out" "$scratch/snippet.yaml"
  threats=$(count_lines '^  - threat: ')
  sed -n '/^dismissals:/,$p' "$scratch/snippet.yaml" >"$scratch/dismissals.yaml"
  sed -n '/^dismissals:/q;p' "$scratch/snippet.yaml" >"$scratch/threats.yaml"
  [ "$threats" -eq $((2 * $(grep -c -- '- threat' "$scratch/threats.yaml"))) ] || fail "the two lists differ"
  for part in threats dismissals; do
    write_feature "$(cat "$scratch/$part.yaml")
"
    expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --namespace stride --output json
    expect_no_text "$scratch/out" 'APPLICABLE_OPEN|STATE_UNKNOWN'
  done
  expect_code 0 "$ctl" suggest "$scratch/feature.yaml" --namespace stride --snippet
  expect_text "$scratch/err" 'Nothing to paste'
}

test_machine_forms() {
  expect_code 0 "$ctl" suggest examples/invoice-upload --output csv
  expect_text "$scratch/out" '^threat,version,title,place,state,unknown,clause,covered_by,dismissal,reason'
  expect_text "$scratch/out" '^stride/flow-tampering,1.0.0,Data is altered in transit,submit,applicable_open,'
  expect_code 0 "$ctl" suggest examples/invoice-upload --output json
  expect_text "$scratch/out" '"state": "SUGGESTION_STATE_APPLICABLE_COVERED"'
  expect_code 0 "$ctl" suggest examples/invoice-upload --output yaml
  expect_text "$scratch/out" 'state: applicable_covered'
}

test_text_output_fits_80_columns() {
  for words in "examples/invoice-upload" "examples/partner-api --all" "examples/report-export --dismissed"; do
    # shellcheck disable=SC2086
    "$ctl" suggest $words >"$scratch/wide"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

test_used_and_dismissed_is_a_finding() {
  write_feature 'threats:
  - {threat: stride/process-tampering, on: api}
dismissals:
  - {threat: stride/process-tampering, on: api, reason: No., outcome: applicable}
'
  "$ctl" resolve "$scratch/feature.yaml" --output json >"$scratch/model.json" || true
  expect_text "$scratch/model.json" 'DISMISSED_AND_USED'
}

# The Policy changes from here on.
test_triage_makes_incomplete_until_all_is_decided() {
  sed 's/^version: 1.0.0/version: 2.0.0/' catalogs/policy/organisation.yaml >"$scratch/policy.yaml"
  echo 'triage_namespaces: [inhouse]' >>"$scratch/policy.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/policy.yaml"
  write_feature
  expect_code 0 "$ctl" apply --publish "$scratch/feature.yaml"
  "$ctl" resolve examples/forgetful >"$scratch/verdict.txt" || true
  expect_text "$scratch/verdict.txt" '^INCOMPLETE'
  expect_text "$scratch/verdict.txt" 'inhouse/password-guessing@door'
  expect_no_text "$scratch/verdict.txt" 'stride/actor-denial'
}

test_triage_is_the_same_offline() {
  revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  "$ctl" resolve examples/forgetful --at-revision "$revision" --output json >"$scratch/online.json" || true
  "$ctl" resolve examples/forgetful --at-revision "$revision" --offline --output json >"$scratch/offline.json" || true
  expect_text "$scratch/offline.json" 'TRIAGE_LEFT'
  cmp "$scratch/online.json" "$scratch/offline.json"
}

test_a_decided_feature_is_complete() {
  write_feature 'dismissals:
  - {threat: inhouse/password-guessing, on: door, reason: Attempts are limited at the edge., outcome: applicable}
'
  "$ctl" resolve "$scratch/feature.yaml" --output json >"$scratch/model.json" || true
  expect_no_text "$scratch/model.json" 'TRIAGE_LEFT'
}

run_tests

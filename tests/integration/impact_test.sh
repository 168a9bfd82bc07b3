#!/bin/sh
# What impact says before a change is what resolve says after it, row for row. The differences are found by model_diff.c,
# which shares nothing with the engine.
set -u
. "$(dirname "$0")/lib.sh"
model_diff=$BUILD/tests/integration/model_diff
features="examples/customer-login examples/invoice-upload examples/partner-api examples/report-export"
consumers="$features inhouse/login"

# A time to judge at that everything here is before.
at=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)

two_people
start_daemon
load_catalogs || exit 1

# resolve_all DIRECTORY: the effective model of every consumer.
resolve_all() {
  mkdir -p "$scratch/$1"
  for consumer in $consumers; do
    code=0
    "$ctl" resolve --at "$at" --output json "$consumer" >"$scratch/$1/$(basename "$consumer")" || code=$?
    [ "$code" -le 1 ] || fail "resolve $consumer: $code" || return 1
  done
}

# told CONSUMER ANSWER: what the impact says of it, in lines.
told() {
  "$model_diff" "$1" "$2" "$scratch/impact.json" | sort
}

# One that the impact does not list is as it was.
compare_all() {
  for consumer in $consumers; do
    file=$(basename "$consumer")
    told "$consumer" onCommit >"$scratch/told"
    [ -s "$scratch/told" ] || "$model_diff" "$scratch/before/$file" "$scratch/before/$file" | sort >"$scratch/told"
    "$model_diff" "$scratch/before/$file" "$scratch/after/$file" | sort >"$scratch/found"
    diff "$scratch/told" "$scratch/found" || fail "$consumer: < told, > found" || return 1
  done
}

# check CODE IMPACT_ARGUMENTS... -- COMMAND...: impact of the change that COMMAND makes.
check() {
  wanted=$1
  shift
  resolve_all before || return 1
  set -- "$@" --
  arguments=
  while [ "$1" != -- ]; do
    arguments="$arguments $1"
    shift
  done
  shift
  # shellcheck disable=SC2086
  expect_code "$wanted" "$ctl" impact --at "$at" --output json $arguments || return 1
  cp "$scratch/out" "$scratch/impact.json"
  real=
  while [ "$1" != -- ]; do
    real="$real $1"
    shift
  done
  # shellcheck disable=SC2086
  expect_code 0 "$ctl" $real || return 1
  resolve_all after || return 1
  compare_all
}

# without FIRST_LINE FILE: FILE with the record that begins so left out of its list.
without() {
  awk -v first="$1" '$0 == first {skip = 1; next} skip && /^(  - |[a-z])/ {skip = 0} !skip' "$2"
}

# lists CONSUMER: the impact has something to say of it.
lists() {
  [ -n "$(told "$1" onCommit)" ] || fail "$1 is not listed"
}

test_text_and_csv_name_who_and_what() {
  expect_code 1 "$ctl" impact --yank aws/s3@1.0.0 --reason gone || return 1
  [ "$(awk '{ if (length > n) n = length } END {print n}' "$scratch/out")" -le 80 ] || fail "wider than 80" || return 1
  expect_text "$scratch/out" 'worse off' || return 1
  expect_code 1 "$ctl" impact --yank aws/s3@1.0.0 --output csv || return 1
  expect_text "$scratch/out" '^consumer,version,kind' || return 1
  expect_text "$scratch/out" 'on_commit'
}

test_a_weakened_component_waits_for_the_upgrade() {
  without '  - id: private' catalogs/aws/s3-1.1.yaml | sed '/^version:/d' >"$scratch/s3.yaml"
  check 0 "$scratch/s3.yaml" -- apply --publish "$scratch/s3.yaml" || return 1
  told examples/invoice-upload onCommit | grep -q '^rows' && fail "rows change on commit" && return 1
  # The same by hand: an override in the model, resolved after the publication.
  printf 'overrides:\n  - {component: aws/s3, version: 2.0.0, rationale: We move.}\n' |
    cat catalogs/examples/invoice-upload.yaml - >"$scratch/upgraded.yaml"
  "$ctl" resolve --at "$at" --output json "$scratch/upgraded.yaml" >"$scratch/after/upgraded" || true
  "$model_diff" "$scratch/before/invoice-upload" "$scratch/after/upgraded" | sort >"$scratch/found"
  told examples/invoice-upload onUpgrade >"$scratch/told"
  grep -q '^credit.*-invoices.private' "$scratch/told" || fail "no lost credit" || return 1
  diff "$scratch/told" "$scratch/found" || fail "on upgrade: < told, > found"
}

test_a_threat_that_is_rated_higher_changes_rows_on_commit() {
  awk 'BEGIN {RS = "---\n"} /name: stride\/store-disclosure\n/' catalogs/stride/*.yaml |
    sed -e '/^version:/d' -e 's/^likelihood:.*/likelihood: 5/' -e 's/^impact:.*/impact: 5/' >"$scratch/threat.yaml"
  check 1 "$scratch/threat.yaml" -- apply --publish "$scratch/threat.yaml" || return 1
  told examples/invoice-upload onCommit | grep -q '^rows .*store-disclosure' || fail "no row changes"
}

test_a_stricter_policy_reaches_every_feature() {
  consumers=$features
  sed -e '/^version:/d' -e 's/highest: medium/highest: low/' \
    catalogs/policy/organisation.yaml >"$scratch/policy.yaml"
  check 1 "$scratch/policy.yaml" -- apply --publish "$scratch/policy.yaml" || return 1
  for feature in $features; do
    grep -q "\"name\": *\"$feature\"" "$scratch/impact.json" && return 0
  done
  fail "no feature is listed"
}

test_a_control_that_is_asked_for_everywhere_blocks() {
  cat >"$scratch/baseline.yaml" <<'YAML'
kind: baseline
name: baseline/more
title: One more
entries:
  - {id: rate, control: baseline/rate-limits, level: mandatory}
YAML
  check 1 "$scratch/baseline.yaml" -- apply --publish "$scratch/baseline.yaml" || return 1
  told examples/invoice-upload onCommit | grep -q '^entries' || fail "no entry comes"
}

test_a_sunset_makes_stale() {
  check 1 --deprecate aws/kms@1.0.0 --sunset 2020-01-01 -- deprecate aws/kms@1.0.0 --sunset 2020-01-01 || return 1
  lists examples/invoice-upload
}

test_an_advisory_voids_a_provision() {
  # shellcheck disable=SC2016
  check 1 --advisory 'inhouse/login@<2' --provisions authentication --reason wrong -- \
    advisory publish inhouse/login '<2' --provisions authentication --statement wrong || return 1
  lists examples/invoice-upload
}

test_withdrawing_it_gives_it_back() {
  id=$("$ctl" advisory list --output json | sed -n 's/.*"id": "\([0-9]*\)".*/\1/p' | head -n 1)
  check 0 --withdraw-advisory "$id" -- advisory withdraw "$id" --reason mistaken || return 1
  lists examples/invoice-upload
}

test_a_revocation_opens_the_row_again() {
  if [ "$people" -eq 1 ]; then
    echo "needs the superuser"
    return 0
  fi
  cat >"$scratch/deviating.yaml" <<YAML
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
  - {id: tampering, threat: stride/process-tampering, on: api}
decisions:
  - id: take-it
    kind: accepted
    subjects: [{threat: stride/process-tampering, place: api}]
    justification: It is for the trial, which ends with the month.
    expires_at: $(date -u -d '+30 days' +%Y-%m-%dT%H:%M:%SZ)
YAML
  consumers="$consumers examples/deviating"
  expect_code 0 "$ctl" apply --publish "$scratch/deviating.yaml" || return 1
  expect_code 0 as_owner "$ctl" decision request examples/deviating take-it || return 1
  id=$("$ctl" decision list --output json | sed -n 's/.*"id": "\([0-9]*\)".*/\1/p' | head -n 1)
  expect_code 0 "$ctl" decision approve "$id" || return 1
  check 1 --revoke-decision "$id" -- decision revoke "$id" || return 1
  told examples/deviating onCommit | grep -q '^decisions .*true -> -' || fail "the decision does not lapse" || return 1
  told examples/deviating onCommit | grep -q '^lost 1' || fail "no row is lost"
}

test_a_yank_that_leaves_nothing_is_invalid() {
  check 1 --yank aws/s3@1.0.0 --reason gone -- yank aws/s3@1.0.0 --reason gone || return 1
  told examples/report-export onCommit | grep -q 'GATE_STATE_INVALID' || fail "not invalid"
}

test_nobody_is_worse_off_by_what_nobody_uses() {
  cat >"$scratch/new.yaml" <<'YAML'
kind: control
name: own/new
title: New
objective: Something is so.
type: preventive
YAML
  expect_code 0 "$ctl" impact "$scratch/new.yaml" || return 1
  expect_text "$scratch/out" 'own/new@1.0.0  new' || return 1
  expect_text "$scratch/out" 'Nobody is reached'
}

test_wrong_usage_is_told() {
  expect_code 2 "$ctl" impact || return 1
  expect_text "$scratch/err" 'no change' || return 1
  expect_code 2 "$ctl" impact --yank aws/kms@1.1.0 --revoke-decision 3 || return 1
  expect_text "$scratch/err" 'one change' || return 1
  expect_code 2 "$ctl" impact --yank aws/kms || return 1
  expect_text "$scratch/err" 'which version' || return 1
  expect_code 2 "$ctl" impact --yank aws/kms@7.7.7 || return 1
  expect_text "$scratch/err" 'no published version 7.7.7'
}

run_tests

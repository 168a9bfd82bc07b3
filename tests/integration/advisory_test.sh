#!/bin/sh
# An advisory about a shipped component reaches a consumer that is locked to it, until the lock holds another version,
# another control answers, or the advisory is withdrawn.
set -u
. "$(dirname "$0")/lib.sh"

start_daemon
load_catalogs || exit 1
cp catalogs/examples/invoice-upload.yaml "$scratch/model.yaml"
sed 's/^mitigations:$/&\n  - {id: own-log, title: Own log, control: baseline\/security-events-logged, '\
'mitigates: [stride\/store-untraceable], on: [invoices], strength: full, status: implemented}/' \
  "$scratch/model.yaml" >"$scratch/answered.yaml"

# The id of the newest advisory that stands.
advisory_id() {
  "$ctl" advisory list --output json | sed -n 's/.*"id": "\([0-9]*\)".*/\1/p' | tail -n 1
}

publish() {
  expect_code 0 "$ctl" advisory publish aws/s3 1.1.0 --provisions access-log \
    --statement 'Some reads are not logged. Take 1.1.1, or log reads yourself.'
}

test_mistakes_are_told_together() {
  expect_code 2 "$ctl" advisory publish aws/s3 '<2' --provisions acces-log,nothing
  expect_text "$scratch/err" "did you mean 'access-log'"
  expect_text "$scratch/err" 'advisory.provisions\[1\]'
  expect_text "$scratch/err" 'advisory.statement'
  expect_code 2 "$ctl" advisory publish aws/s3 '>7' --statement No.
  expect_text "$scratch/err" 'no published version of aws/s3 is in it'
  expect_code 2 "$ctl" advisory withdraw 4711 --reason No.
  expect_text "$scratch/err" 'there is no advisory 4711'
  expect_code 2 "$ctl" advisory publish aws/s3
  expect_text "$scratch/err" 'advisory publish NAME RANGE'
  expect_code 0 "$ctl" advisory publish aws/s3 1.1.0 --statement No. --dry-run
  expect_code 0 "$ctl" advisory list
  expect_text "$scratch/out" 'No advisories'
}

test_it_reaches_a_locked_consumer_at_once() {
  expect_code 0 "$ctl" lock "$scratch/model.yaml"
  expect_code 0 "$ctl" resolve "$scratch/model.yaml"
  publish
  expect_text "$scratch/out" 'versions +1.1.0'
  expect_code 1 "$ctl" resolve "$scratch/model.yaml"
  expect_text "$scratch/out" '^STALE'
  expect_text "$scratch/out" 'advisory unanswered'
  expect_text "$scratch/out" 'stride/store-untraceable@invoices.bucket'
  expect_code 0 "$ctl" explain "$scratch/model.yaml" stride/store-untraceable@invoices.bucket
  expect_text "$scratch/out" 'Some reads are not logged'
}

test_the_answer_is_the_same_without_the_server() {
  revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  "$ctl" resolve "$scratch/model.yaml" --at-revision "$revision" --output json >"$scratch/online.json" || true
  "$ctl" resolve "$scratch/model.yaml" --at-revision "$revision" --offline --output json >"$scratch/offline.json" || true
  expect_text "$scratch/offline.json" 'ADVISORY_STATE_UNANSWERED'
  cmp "$scratch/online.json" "$scratch/offline.json"
}

test_another_control_answers_it() {
  expect_code 0 "$ctl" resolve "$scratch/answered.yaml"
  expect_text "$scratch/out" '^PASS'
  "$ctl" resolve "$scratch/answered.yaml" --output json >"$scratch/model.json"
  expect_text "$scratch/model.json" 'ADVISORY_STATE_ANSWERED'
  expect_text "$scratch/model.json" 'ADVISORY_ANSWERED'
}

test_a_fixed_version_answers_it() {
  sed 's/^version: .*/version: 1.1.1/; s/^title: .*/title: Amazon S3 bucket, logged in full/' catalogs/aws/s3-1.1.yaml \
    >"$scratch/s3.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/s3.yaml"
  expect_code 1 "$ctl" resolve "$scratch/model.yaml"
  expect_text "$scratch/out" 'aws/s3@1.1.1, which it is not about'
  expect_code 0 "$ctl" resolve "$scratch/model.yaml" --no-lock
}

test_withdrawing_it_ends_it() {
  expect_code 0 "$ctl" advisory show "$(advisory_id)"
  expect_text "$scratch/out" 'standing'
  expect_code 2 "$ctl" advisory withdraw "$(advisory_id)"
  expect_code 0 "$ctl" advisory withdraw "$(advisory_id)" --reason 'It was about another product.'
  expect_code 0 "$ctl" resolve "$scratch/model.yaml"
  expect_text "$scratch/out" '^PASS'
  expect_code 0 "$ctl" advisory list
  expect_text "$scratch/out" 'No advisories'
  expect_code 0 "$ctl" advisory list aws/s3 --all
  expect_text "$scratch/out" 'withdrawn: Some reads are not logged'
}

test_text_output_fits_80_columns() {
  publish
  for words in "list" "list --all" "show $(advisory_id)"; do
    # shellcheck disable=SC2086
    "$ctl" advisory $words >"$scratch/wide"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

test_changes_show_advisories() {
  expect_code 0 "$ctl" changes --name aws/s3
  expect_text "$scratch/out" 'published advisory [0-9]+ about aws/s3'
  expect_text "$scratch/out" 'withdrew advisory [0-9]+ about aws/s3'
  if grep 'aws/kms' "$scratch/out"; then
    fail "another object is shown"
  fi
  expect_code 0 "$ctl" changes --namespace aws --output csv
  expect_text "$scratch/out" ',withdraw,advisory,aws/s3,,,[0-9]+'
  expect_text "$scratch/out" ',publish,component,aws/kms,'
  if grep 'stride/' "$scratch/out"; then
    fail "another namespace is shown"
  fi
  expect_code 0 "$ctl" changes --name aws/s3 --output json
  expect_text "$scratch/out" 'stride/'
}

test_the_store_follows_from_its_log() {
  stop_daemon
  expect_code 0 "$catalogd" check --data "$scratch/data"
}

run_tests

#!/bin/sh
# The starter catalogs, loaded and resolved as a person would.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

test_loading_again_changes_nothing() {
  load_catalogs
  if grep -vE 'unchanged' "$scratch/apply.txt" | grep -E '@[0-9]'; then
    fail "something changed"
  fi
}

test_invoice_upload_passes() {
  expect_code 0 "$ctl" resolve examples/invoice-upload
  expect_text "$scratch/out" 'PASS'
  expect_text "$scratch/out" 'invoices'
  expect_text "$scratch/out" 'login\.sessions'
}

test_partner_api_is_blocked_and_passes_as_planned() {
  expect_code 1 "$ctl" resolve examples/partner-api
  expect_text "$scratch/out" 'BLOCKED'
  expect_code 0 "$ctl" resolve examples/partner-api --as-planned
  expect_text "$scratch/out" 'PASS'
}

test_report_export_is_conditional_on_a_fact() {
  expect_code 1 "$ctl" resolve examples/report-export
  expect_text "$scratch/out" 'CONDITIONAL'
  expect_text "$scratch/out" 'facts\.private_account'
}

test_customer_login_is_blocked() {
  expect_code 1 "$ctl" resolve examples/customer-login
  expect_text "$scratch/out" 'BLOCKED'
}

test_a_local_file_with_a_version_conflict_is_explained() {
  expect_code 1 "$ctl" resolve catalogs/drafts/webhook-receiver.yaml
  expect_text "$scratch/out" 'INVALID'
  expect_text "$scratch/out" 'aws/kms'
  expect_text "$scratch/out" '~1\.0\.0'
  expect_text "$scratch/out" '\^1\.1'
}

test_text_output_fits_80_columns() {
  for feature in invoice-upload partner-api report-export customer-login; do
    "$ctl" resolve "examples/$feature" >"$scratch/wide" || true
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$feature is wider than 80 columns"
  done
}

test_the_same_revision_gives_the_same_bytes_also_offline() {
  revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  for feature in invoice-upload partner-api report-export; do
    "$ctl" resolve "examples/$feature" --at-revision "$revision" --output json >"$scratch/first.json" || true
    "$ctl" resolve "examples/$feature" --at-revision "$revision" --output json >"$scratch/second.json" || true
    cmp "$scratch/first.json" "$scratch/second.json"
    cp "$scratch/first.json" "$scratch/$feature.json"
  done
  stop_daemon
  for feature in invoice-upload partner-api report-export; do
    "$ctl" resolve "examples/$feature" --offline --at-revision "$revision" --output json >"$scratch/offline.json" || true
    cmp "$scratch/$feature.json" "$scratch/offline.json"
  done
}

run_tests

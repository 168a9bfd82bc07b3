#!/bin/sh
# CSV output, read back.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

# expect_csv COLUMNS ROWS: $scratch/out is CSV of that many columns, and of more than ROWS rows below the titles; no cell
# begins like a formula.
expect_csv() {
  awk -v columns="$1" -v rows="$2" '
    BEGIN { RS = "\r\n" }
    {
      count = 1
      quoted = 0
      start = 1
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (start && index("=+-@\t", c)) { print "a formula: " $0; bad = 1 }
        start = start && c == "\""
        if (c == "\"") quoted = !quoted
        if (c == "," && !quoted) { count++; start = 1 }
      }
      if (count != columns || quoted) { print count " cells: " $0; bad = 1 }
    }
    END { exit bad || NR - 1 <= rows }' "$scratch/out" || fail "not the CSV that it should be"
}

test_objects_and_versions() {
  expect_code 0 "$ctl" list --output csv
  expect_csv 5 50
  expect_code 0 "$ctl" versions aws/kms --output csv
  expect_csv 9 1
}

test_changes() {
  expect_code 0 "$ctl" changes --output csv
  expect_csv 9 50
  expect_code 0 "$ctl" changes --name aws/s3 --output csv
  expect_csv 9 0
  [ "$(grep -c ',aws/kms,' "$scratch/out")" -eq 0 ] || fail "another object is shown"
}

test_the_rows_of_a_model() {
  expect_code 1 "$ctl" resolve examples/partner-api --output csv
  expect_csv 12 5
}

test_suggestions() {
  expect_code 0 "$ctl" suggest examples/partner-api --all --output csv
  expect_csv 10 50
}

test_differences() {
  expect_code 0 "$ctl" diff aws/kms@1.0.0 aws/kms@1.1.0 --output csv
  expect_csv 6 0
}

test_plans_and_reports() {
  expect_code 0 "$ctl" plan examples/customer-login --output csv
  expect_csv 11 10
  expect_code 0 "$ctl" plan --organisation --output csv
  expect_csv 7 5
  expect_code 0 "$ctl" workload --output csv
  expect_csv 3 3
  expect_code 0 "$ctl" workload shop --output csv
  expect_csv 14 10
  expect_code 0 "$ctl" test-scope examples/invoice-upload --output csv
  expect_csv 9 10
}

test_a_title_does_not_become_a_formula() {
  cat >"$scratch/threat.yaml" <<'YAML'
kind: threat
name: evil/cells
title: "=HYPERLINK(\"http://example.org\",\"a\")"
description: A title that a spreadsheet would run.
statement: {source: somebody, action: writes a formula, impact: a spreadsheet runs it}
stride: [tampering]
likelihood: 1
impact: 1
YAML
  expect_code 0 "$ctl" apply "$scratch/threat.yaml" --output csv
  expect_csv 5 0
  expect_code 0 "$ctl" list --drafts --output csv
  expect_csv 5 0
  expect_text "$scratch/out" "\"'=HYPERLINK"
}

test_what_has_no_rows_is_refused() {
  expect_code 2 "$ctl" health --output csv
  expect_text "$scratch/err" 'csv is for resolve .*apply list'
}

run_tests

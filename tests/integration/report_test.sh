#!/bin/sh
# Reports of the starter catalogs and of files, as people and CI ask for them.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1
draft=catalogs/drafts/webhook-receiver.yaml

test_markdown_is_the_default() {
  expect_code 0 "$ctl" report examples/invoice-upload
  expect_text "$scratch/out" '^# Threat model report: examples/invoice-upload$'
  expect_text "$scratch/out" '^Verdict: \*\*PASS\*\*'
  expect_text "$scratch/out" '^## Responsibilities \('
  expect_text "$scratch/out" '^## Baseline entries \('
}

test_the_exit_code_is_the_verdict() {
  expect_code 1 "$ctl" report examples/partner-api
  expect_code 0 "$ctl" report examples/partner-api --as-planned
  expect_text "$scratch/out" '^Verdict as planned: \*\*PASS\*\*; now: \*\*BLOCKED\*\*$'
  expect_code 2 "$ctl" report examples/no-such-feature
  expect_code 2 "$ctl" report examples/partner-api --format pdf
}

test_html_is_one_file_that_loads_nothing() {
  expect_code 1 "$ctl" report examples/partner-api --format html -o "$scratch/r.html"
  [ ! -s "$scratch/out" ]
  expect_text "$scratch/r.html" '^</html>$'
  ! grep -Ei '<script|<link|<img|src=|url\(|@import|<!DOCTYPE svg' "$scratch/r.html"
}

test_html_holds_the_diagrams() {
  command -v dot >/dev/null || return 0
  expect_code 1 "$ctl" report examples/partner-api --format html
  [ "$(grep -c '</svg>' "$scratch/out")" -eq 2 ]
  expect_text "$scratch/out" 'id="flows-graph0"'
  expect_text "$scratch/out" 'id="stack-graph0"'
}

test_html_says_which_diagrams_are_missing() {
  expect_code 1 env PATH=/nowhere "$ctl" report "$draft" --format html
  expect_text "$scratch/out" 'Data flows: left out, because .* graphviz'
}

test_sarif_has_the_lines_of_the_model() {
  expect_code 1 "$ctl" report "$draft" --format sarif
  line=$(grep -n 'id: hook' "$draft" | head -n 1 | cut -d: -f1)
  expect_text "$scratch/out" "webhook-receiver\\.yaml\".*\"startLine\": $line,.*authentication@hook"
  expect_text "$scratch/out" '"version": "2\.1\.0"'
}

test_sarif_of_a_stored_model_has_its_name() {
  expect_code 1 "$ctl" report examples/partner-api --format sarif
  expect_text "$scratch/out" '"fullyQualifiedName": "examples/partner-api#'
  ! grep -q physicalLocation "$scratch/out"
}

test_junit_is_xml() {
  expect_code 1 "$ctl" report examples/partner-api --format junit -o "$scratch/r.xml"
  expect_text "$scratch/r.xml" '<testsuite name="examples/partner-api" tests="[0-9]+" failures="[1-9]'
  expect_text "$scratch/r.xml" '^</testsuites>$'
  ! command -v xmllint >/dev/null || xmllint --noout "$scratch/r.xml"
}

test_texts_of_a_model_stay_text() {
  sed 's#^\( *\)title: .*#\1title: "<script>alert(1)</script>|`<b>x</b>` \\u202E"#' "$draft" >"$scratch/evil.yaml"
  for format in markdown html sarif junit; do
    "$ctl" report "$scratch/evil.yaml" --format "$format" >"$scratch/evil.$format" 2>"$scratch/err" || [ $? -eq 1 ]
    [ -s "$scratch/evil.$format" ]
  done
  ! grep -E '<script|<b>' "$scratch/evil.markdown" "$scratch/evil.html" "$scratch/evil.junit"
}

test_the_same_resolution_gives_the_same_bytes() {
  for format in markdown html sarif junit; do
    for run in 1 2; do
      expect_code 0 "$ctl" report examples/invoice-upload --at 2026-06-01 --format "$format" -o "$scratch/$run.$format"
    done
    cmp "$scratch/1.$format" "$scratch/2.$format"
  done
}

test_without_a_server_from_the_cache() {
  expect_code 0 "$ctl" report examples/invoice-upload --at 2026-06-01 --format html -o "$scratch/online.html"
  revision=$(sed -n 's/.*revision \([0-9]*\),.*/\1/p' "$scratch/err")
  expect_code 0 env CATALOG_URL=ipc:///nowhere "$ctl" report examples/invoice-upload --at 2026-06-01 --format html \
    --offline --at-revision "$revision"
  expect_text "$scratch/out" '^</html>$'
}

run_tests

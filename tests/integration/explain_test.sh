#!/bin/sh
# Why rows of the starter catalogs stand as they do.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1
feature=examples/partner-api
row=aws/dynamodb-cross-tenant@orders.table
at=2026-06-01
revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')

test_a_row_is_derived_step_by_step() {
  expect_code 0 "$ctl" explain "$feature" "$row"
  expect_text "$scratch/out" 'row\.threat orders: true'
  expect_text "$scratch/out" 'facts\.multi_tenant = true'
  expect_text "$scratch/out" 'credit\.mitigation partner-checks: not credited'
  expect_text "$scratch/out" 'likelihood_reduction_bp 9000'
}

test_a_row_that_is_not_there_is_named() {
  expect_code 2 "$ctl" explain "$feature" stride/nothing@nowhere
  expect_text "$scratch/err" 'no row stride/nothing@nowhere'
}

test_every_row_is_explained_where_none_is_named() {
  expect_code 0 "$ctl" explain "$feature" --at "$at" --output json
  explained=$(grep -c '"rule": "row"' "$scratch/out")
  expect_code 1 "$ctl" resolve "$feature" --at "$at" --output json
  rows=$(grep -c '"inherent": {' "$scratch/out")
  [ "$explained" -eq "$rows" ] || fail "$explained of $rows rows are explained"
}

test_the_same_revision_gives_the_same_proofs_offline() {
  for name in partner-api report-export invoice-upload customer-login; do
    "$ctl" resolve "examples/$name" --at-revision "$revision" >/dev/null 2>&1 || :
    expect_code 0 "$ctl" explain "examples/$name" --at-revision "$revision" --at "$at" --output json
    cp "$scratch/out" "$scratch/online.json"
    expect_code 0 env CATALOG_URL=ipc:///nowhere "$ctl" explain "examples/$name" --offline \
      --at-revision "$revision" --at "$at" --output json
    cmp "$scratch/online.json" "$scratch/out"
  done
  expect_code 0 env CATALOG_URL=ipc:///nowhere "$ctl" explain "$feature" "$row" --offline
  expect_text "$scratch/out" 'row\.threat orders: true'
}

test_a_derivation_is_drawn() {
  expect_code 0 "$ctl" explain "$feature" "$row" --format dot
  expect_text "$scratch/out" '^digraph'
  expect_text "$scratch/out" 'row\.threat: true'
  expect_code 0 "$ctl" explain "$feature" "$row" --format mermaid -o "$scratch/why.mermaid"
  expect_text "$scratch/why.mermaid" '^flowchart LR$'
  command -v dot >/dev/null || return 0
  expect_code 0 "$ctl" explain "$feature" "$row" --format svg
  expect_text "$scratch/out" '</svg>'
}

test_a_picture_is_no_document() {
  expect_code 2 "$ctl" explain "$feature" "$row" --format dot --output json
  expect_text "$scratch/err" 'a picture has a format of its own'
}

test_every_derivation_of_every_feature_is_accepted_by_dot() {
  command -v dot >/dev/null || return 0
  for name in partner-api report-export invoice-upload customer-login; do
    expect_code 0 "$ctl" explain "examples/$name" --format dot -o "$scratch/$name.dot"
    # Laying hundreds of steps out takes a minute: reading them is what is tested.
    dot -Tcanon "$scratch/$name.dot" >/dev/null || fail "dot does not read the derivations of $name"
  done
}

run_tests

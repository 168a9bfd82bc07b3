#!/bin/sh
# Catalogs and models of others, taken over with catalogctl.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data

cat >"$scratch/shop.otm" <<YAML
otmVersion: 0.2.0
project: {name: Shop, id: shop, owner: team-shop}
trustZones: [{id: z1, name: Internet}]
components:
  - {id: web, name: Browser, type: web-client, parent: {trustZone: z1}}
  - {id: orders, name: Orders, type: database, parent: {trustZone: z1}, threats: [{threat: t1, mitigations: []}]}
dataflows: [{id: order, name: Order, source: web, destination: orders}]
threats: [{id: t1, name: Theft of orders, categories: [Information disclosure], risk: {likelihood: 50, impact: 90}}]
YAML

test_a_model_becomes_a_draft_and_again_changes_nothing() {
  expect_code 0 "$ctl" import --into shop "$scratch/shop.otm" || return 1
  expect_text "$scratch/out" 'shop/shop +feature +created' || return 1
  expect_code 0 "$ctl" import --into shop "$scratch/shop.otm" || return 1
  expect_text "$scratch/out" 'shop/shop +feature +unchanged'
}

test_a_dry_run_stores_nothing() {
  expect_code 0 "$ctl" import --dry-run --into dry "$scratch/shop.otm" || return 1
  expect_text "$scratch/out" 'nothing was stored' || return 1
  expect_code 2 "$ctl" get dry/shop
}

test_files_are_native_and_resolve() {
  expect_code 0 "$ctl" import --into own --to-dir "$scratch/own" "$scratch/shop.otm" || return 1
  expect_code 0 "$ctl" lint "$scratch/own" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/own" || return 1
  expect_code 1 "$ctl" resolve "$scratch/own/shop.yaml" || return 1
  expect_text "$scratch/out" 'Theft of orders'
}

test_refusals_name_file_and_reason() {
  printf 'a: b\n' >"$scratch/else.yaml"
  expect_code 2 "$ctl" import "$scratch/else.yaml" || return 1
  expect_text "$scratch/err" 'else\.yaml has the shape of no known format; looked for' || return 1
  expect_code 2 "$ctl" import --format sketch "$scratch/shop.otm" || return 1
  expect_code 2 "$ctl" import --into 'No Name' "$scratch/shop.otm" || return 1
  expect_code 2 "$ctl" import "$scratch/nothing.otm" || return 1
  expect_text "$scratch/err" 'nothing\.otm cannot be read'
}

# counts FILE ELEMENTS FLOWS THREATS: what the one model of FILE holds.
counts() {
  rm -rf "$scratch/counts"
  expect_code 0 "$ctl" import --to-dir "$scratch/counts" "$data/$1" || return 1
  expect_code 0 "$ctl" lint "$scratch/counts" || return 1
  found=$(cat "$scratch/counts"/*.yaml | awk '
    /^[a-z_]+:/ { list = $1 }
    /^  - / { count[list]++ }
    END { print count["elements:"] + 0, count["data_flows:"] + 0, count["threats:"] + 0 }')
  [ "$found" = "$2 $3 $4" ] || fail "$1: elements, flows, threats are $found instead of $2 $3 $4"
}

# The numbers are those of the files, counted apart from the importer.
test_real_otm_files_keep_their_numbers() {
  [ -d "$data" ] || return 0
  counts otm/EXAMPLE.yaml 4 2 2 || return 1
  counts otm/EXAMPLE.json 4 2 2 || return 1
  counts otm/startleft-cft_example.yaml 22 22 0 || return 1
  counts otm/startleft-lucid_example.yaml 10 8 0 || return 1
  counts otm/startleft-manual_threat_model.yaml 3 2 0 || return 1
  counts otm/startleft-mtmt_example.yaml 4 6 43 || return 1
  counts otm/startleft-minimal_content.yaml 0 0 0 || return 1
  expect_code 2 "$ctl" import "$data/otm/otm_schema.json"
}

run_tests

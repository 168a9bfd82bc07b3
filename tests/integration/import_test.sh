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

test_a_folder_for_files_is_made_with_its_parents() {
  expect_code 0 "$ctl" import --into own --to-dir "$scratch/deep/er/own/" "$scratch/shop.otm" || return 1
  [ -f "$scratch/deep/er/own/shop.yaml" ] || fail 'no file in the folder' || return 1
  touch "$scratch/in-the-way"
  printf 'ID,D3FEND Tactic,D3FEND Technique\nD3-LI,Harden,Lock it\n' >"$scratch/d3fend-1.0.csv"
  expect_code 2 "$ctl" import --to-dir "$scratch/in-the-way/own" "$scratch/d3fend-1.0.csv" || return 1
  expect_text "$scratch/err" 'in-the-way cannot be made: File exists'
}

test_folders_nested_too_deep_are_refused() {
  mkdir -p "$scratch/nest/2/3/4/5/6/7/8/9"
  cp "$scratch/shop.otm" "$scratch/nest/2/3/4/5/6/7/8/shop.yaml"
  expect_code 2 "$ctl" import --dry-run "$scratch/nest" || return 1
  expect_text "$scratch/err" 'nest/2/3/4/5/6/7/8/9: with it there are more than 8 folders in each other' || return 1
  rmdir "$scratch/nest/2/3/4/5/6/7/8/9"
  expect_code 2 "$ctl" import --dry-run "$scratch/nest" || return 1
  expect_text "$scratch/err" 'nest is a directory, and its files do not make up one'
}

test_refusals_name_file_and_reason() {
  printf 'a: b\n' >"$scratch/else.yaml"
  expect_code 2 "$ctl" import "$scratch/else.yaml" || return 1
  expect_text "$scratch/err" 'else\.yaml has the shape of no known format; looked for' || return 1
  expect_code 2 "$ctl" import --format otm "$scratch/else.yaml" || return 1
  expect_text "$scratch/err" 'there is no otmVersion' || return 1
  expect_code 2 "$ctl" import --format sketch "$scratch/shop.otm" || return 1
  expect_text "$scratch/err" 'there is no format "sketch"' || return 1
  expect_code 2 "$ctl" import --format threat-dragn "$scratch/shop.otm" || return 1
  expect_text "$scratch/err" 'did you mean "threat-dragon"' || return 1
  mkdir -p "$scratch/several" && cp "$scratch/shop.otm" "$scratch/several/shop.json" || return 1
  cp "$scratch/else.yaml" "$scratch/several/" || return 1
  expect_code 2 "$ctl" import "$scratch/several" || return 1
  expect_text "$scratch/err" 'several is a directory, and its files do not make up one' || return 1
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

mkdir "$scratch/tree" "$scratch/tree/core" "$scratch/tree/mail"
cat >"$scratch/tree/core/all.yaml" <<YAML
metadata: {id: OWN.Core, title: What every service has}
capabilities: [{id: OWN.Core.CP1, title: Calls}]
threats:
  - {id: OWN.Core.TH1, title: Calls are listened to, capabilities: [{reference-id: O, entries: [{reference-id: OWN.Core.CP1}]}]}
controls:
  - {id: OWN.Core.CN1, title: Encrypt calls, objective: Calls are encrypted.,
     threats: [{reference-id: O, entries: [{reference-id: OWN.Core.TH1, strength: 10}]}]}
YAML
cat >"$scratch/tree/mail/metadata.yaml" <<YAML
metadata: {id: OWN.Mail, title: Mail}
YAML
cat >"$scratch/tree/mail/threats.yaml" <<YAML
imports: [{reference-id: O, entries: [{reference-id: OWN.Core.CP1}, {reference-id: OWN.Core.TH1}, {reference-id: OWN.Core.CN1}]}]
YAML

test_a_service_imports_from_the_core_catalog() {
  expect_code 0 "$ctl" import --into tree --to-dir "$scratch/native" "$scratch/tree" || return 1
  expect_code 0 "$ctl" lint "$scratch/native" || return 1
  expect_text "$scratch/native/own-mail.yaml" 'threat: tree/own-core-th1' || return 1
  expect_code 0 "$ctl" import --into mail "$scratch/tree/mail/threats.yaml" || return 1
  expect_text "$scratch/out" 'warning .*/threats\.yaml:1:39:' || return 1
  expect_text "$scratch/out" 'warnings: 3'
}

# service FILE ELEMENTS THREATS RESPONSIBILITIES: what the component in FILE holds; a threat counts once.
service() {
  found=$(awk '
    /^[a-z_]+:/ { list = $1 }
    /^  - / { count[list]++ }
    list == "threats:" && $1 == "threat:" && !seen[$2]++ { threats++ }
    END { print count["elements:"], threats + 0, count["responsibilities:"] + 0 }' "$scratch/ccc/$1.yaml")
  [ "$found" = "$2 $3 $4" ] || fail "$1: elements, threats, responsibilities are $found instead of $2 $3 $4"
}

# kinds PREFIX THREATS CONTROLS: how many files of each kind there are.
kinds() {
  found="$(find "$scratch/ccc" -name "$1-th*" | wc -l) $(find "$scratch/ccc" -name "$1-cn*" | wc -l)"
  [ "$found" = "$2 $3" ] || fail "$1: threats, controls are $found instead of $2 $3"
}

# The numbers are those of the files: own entries and imported ones that there are, and an element for the service.
test_real_services_keep_their_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --into ccc --to-dir "$scratch/ccc" "$data/ccc" || return 1
  expect_text "$scratch/out" '^73 objects; .*left out: 0' || return 1
  expect_code 0 "$ctl" lint "$scratch/ccc" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/ccc" || return 1
  kinds ccc-core 19 13 || return 1
  kinds ccc-svlscomp 0 2 || return 1
  kinds ccc-keymgmt 4 4 || return 1
  kinds ccc-rdms 5 5 || return 1
  kinds ccc-vpc 5 4 || return 1
  kinds ccc-objstor 1 6 || return 1
  service ccc-svlscomp 41 15 11 || return 1
  service ccc-keymgmt 34 8 11 || return 1
  service ccc-rdms 40 20 15 || return 1
  service ccc-vpc 25 13 11 || return 1
  service ccc-objstor 31 16 15
}

test_references_of_real_services_that_dangle_are_warnings() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" --output json "$data/ccc" || return 1
  for id in CCC.Core.F19 CCC.Core.F28 CCC.Core.F29 CCC.Core.CN12; do
    grep -q "$id.* is imported and not among the sources" "$scratch/out" || fail "no warning for $id" || return 1
  done
}

test_a_feature_inherits_from_two_real_services() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --into ccc "$data/ccc" || return 1
  expect_code 0 "$ctl" import --into ccc "$data/ccc" || return 1
  expect_text "$scratch/out" 'ccc/ccc-objstor +component +unchanged' || return 1
  "$ctl" import --into ccc --to-dir "$scratch/publish" "$data/ccc" >/dev/null || return 1
  expect_code 0 "$ctl" apply --publish "$scratch/publish" || return 1
  cat >"$scratch/feature.yaml" <<YAML
kind: feature
name: shop/invoices
title: Invoices are stored and indexed
workload: shop
owner: team-shop
stage: design
dependencies:
  - {alias: objects, component: ccc/ccc-objstor, requirement: "*"}
  - {alias: index, component: ccc/ccc-rdms, requirement: "*"}
elements: [{id: api, kind: process, title: The API}]
mitigations:
  - {id: tls, control: ccc/ccc-core-cn01, mitigates: [ccc/ccc-core-th02], on: [objects, index], status: implemented}
answers: [{to: objects.ccc-core-cn01, by: [tls]}, {to: index.ccc-core-cn01, by: [tls]}]
YAML
  "$ctl" resolve --output yaml "$scratch/feature.yaml" >"$scratch/out" 2>"$scratch/err" || true
  expect_text "$scratch/out" 'key: ccc/ccc-core-th02@objects\.' || return 1
  expect_text "$scratch/out" 'key: ccc/ccc-core-th02@index\.' || return 1
  expect_text "$scratch/out" 'key: ccc/ccc-objstor-th01@objects\.ccc-objstor-cp08' || return 1
  expect_text "$scratch/out" 'address: index\.ccc-core-cn01' || return 1
  expect_text "$scratch/out" 'control: ccc/ccc-core-cn01'
}

test_real_gemara_files_keep_their_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" "$data/gemara/good-threat-catalog.yaml" || return 1
  expect_text "$scratch/out" '^2 objects; ' || return 1
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" "$data/gemara/good-ccc.yaml" || return 1
  expect_text "$scratch/out" '^5 objects; ' || return 1
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" "$data/gemara/good-lifecycle.yaml" || return 1
  expect_text "$scratch/out" '^2 objects; ' || return 1
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" "$data/gemara/good-capability-catalog.yaml" || return 1
  expect_text "$scratch/out" '^1 object'
}

run_tests

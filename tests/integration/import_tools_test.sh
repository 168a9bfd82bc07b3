#!/bin/sh
# Models of drawing and workshop tools, taken over with catalogctl: Threat Composer and Threat Dragon.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data

cat >"$scratch/desk.tc.json" <<JSON
{"schema": 1, "applicationInfo": {"name": "Parcel Desk", "description": "Takes parcels."},
 "dataflow": {"image": "data:image/png;base64,AAAA"},
 "threats": [{"id": "t-1", "threatSource": "courier", "threatAction": "take a parcel",
  "metadata": [{"key": "STRIDE", "value": ["T"]}, {"key": "Priority", "value": "High"}]}],
 "mitigations": [{"id": "m-1", "content": "Ask for a badge", "status": "mitigationResolved"}],
 "mitigationLinks": [{"mitigationId": "m-1", "linkedId": "t-1"}]}
JSON

cat >"$scratch/shelf.json" <<JSON
{"version": "2.3.0", "summary": {"title": "Shelf"}, "detail": {"diagrams": [{"id": 0, "title": "D", "cells": [
 {"id": "shelf", "shape": "store", "data": {"type": "tm.Store", "name": "Shelf", "threats": [
  {"id": "t-1", "title": "Swap", "type": "Tampering", "severity": "High", "status": "Open", "mitigation": "Seal it"}]}}]}]}}
JSON

# unchanged NAME FILE: the first import makes NAME, the second leaves it.
unchanged() {
  expect_code 0 "$ctl" import --into tools "$2" || return 1
  expect_text "$scratch/out" "tools/$1 +feature +created" || return 1
  expect_code 0 "$ctl" import --into tools "$2" || return 1
  expect_text "$scratch/out" "tools/$1 +feature +unchanged"
}

test_a_workspace_becomes_a_draft_and_again_changes_nothing() {
  unchanged parcel-desk "$scratch/desk.tc.json" || return 1
  expect_text "$scratch/out" 'desk.tc.json:2:14'
}

test_a_drawing_becomes_a_draft_and_again_changes_nothing() {
  unchanged shelf "$scratch/shelf.json"
}

test_files_are_native_and_resolve() {
  expect_code 0 "$ctl" import --to-dir "$scratch/own" "$scratch/desk.tc.json" "$scratch/shelf.json" || return 1
  expect_code 0 "$ctl" lint "$scratch/own" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/own" || return 1
  expect_code 1 "$ctl" resolve "$scratch/own/parcel-desk.yaml" || return 1
  expect_text "$scratch/out" 'take a parcel' || return 1
  expect_code 1 "$ctl" resolve "$scratch/own/shelf.yaml" || return 1
  expect_text "$scratch/out" 'Swap'
}

test_refusals_name_the_place_and_the_reason() {
  printf '{"schema": "1.0", "threats": []}' >"$scratch/text.json"
  expect_code 2 "$ctl" import "$scratch/text.json" || return 1
  expect_text "$scratch/err" 'text\.json:1:12: .schema. "1\.0" is a text' || return 1
  printf '{"summary": {}, "details": {}}' >"$scratch/details.json"
  expect_code 2 "$ctl" import "$scratch/details.json" || return 1
  expect_text "$scratch/err" 'details\.json:1:28: there is .details. where .detail. is meant'
}

# model FILE ELEMENTS FLOWS ZONES THREATS MITIGATIONS: what the one model of FILE holds; stored twice, it is the same.
model() {
  rm -rf "$scratch/model"
  expect_code 0 "$ctl" import --to-dir "$scratch/model" "$data/$1" || return 1
  expect_code 0 "$ctl" lint "$scratch/model" || return 1
  found=$(cat "$scratch/model"/*.yaml | awk '
    /^[a-z_]+:/ { list = $1 }
    /^  - / { count[list]++ }
    END { print count["elements:"] + 0, count["data_flows:"] + 0, count["trust_zones:"] + 0, count["threats:"] + 0,
                count["mitigations:"] + 0 }')
  [ "$found" = "$2 $3 $4 $5 $6" ] ||
    fail "$1: elements, flows, zones, threats, mitigations are $found instead of $2 $3 $4 $5 $6" || return 1
  again "$1"
}

# again FILE: stored twice, every object is the same.
again() {
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  ! grep -qE '  (created|updated)  ' "$scratch/out" || fail "$1: the second import changes something"
}

# objects FILE THREATS CONTROLS
objects() {
  rm -rf "$scratch/model"
  expect_code 0 "$ctl" import --to-dir "$scratch/model" "$data/$1" || return 1
  expect_code 0 "$ctl" lint "$scratch/model" || return 1
  found="$(cat "$scratch/model"/*.yaml | grep -c '^kind: threat$') $(cat "$scratch/model"/*.yaml | grep -c '^kind: control$')"
  [ "$found" = "$2 $3" ] || fail "$1: threats, controls are $found instead of $2 $3" || return 1
  again "$1"
}

# The numbers are those of the files, counted apart from the importer.
test_real_workspaces_keep_their_numbers() {
  [ -d "$data/threat-composer" ] || return 0
  model threat-composer/GenAIChatbot.tc.json 1 0 0 37 84 || return 1
  model threat-composer/ThreatModelingForBuilders-Exercise1.tc.json 0 0 0 0 0 || return 1
  model threat-composer/ThreatModelingForBuilders-Exercise4.tc.json 1 0 0 10 22 || return 1
  model threat-composer/ThreatComposer.tc.json 1 0 0 20 18 || return 1
  expect_code 0 "$ctl" import --dry-run --into real --output json "$data/threat-composer/ThreatComposer.tc.json" || return 1
  dangling=$(grep -o 'link goes to a threat' "$scratch/out" | wc -l)
  [ "$dangling" -eq 4 ] || fail "there are $dangling dangling links instead of 4"
}

test_real_packs_keep_their_numbers() {
  [ -d "$data/threat-composer" ] || return 0
  objects threat-composer/threat-pack-GenAIChatbot.json 37 84 || return 1
  links=$(grep -h -c 'strength: partial' "$scratch/model"/*.yaml | awk '{ sum += $1 } END { print sum }')
  [ "$links" -eq 122 ] || fail "there are $links links instead of 122" || return 1
  objects threat-composer/mitigation-pack-GenAIChatbot.json 0 84 || return 1
  objects threat-composer/threatStatementExamples.json 40 0 || return 1
  expect_code 2 "$ctl" import "$data/threat-composer/threat-composer-v1.schema.json"
}

test_real_drawings_keep_their_numbers() {
  [ -d "$data/threat-dragon" ] || return 0
  model threat-dragon/v1-demo-threat-model.json 7 10 0 14 14 || return 1
  model threat-dragon/v1-enter-the-dragon-3.json 3 4 0 3 2 || return 1
  model threat-dragon/v2-cryptocurrency-wallet.json 15 17 1 1 0 || return 1
  model threat-dragon/v2-test-reports.json 24 4 2 8 0 || return 1
  model threat-dragon/v2-threat-model.json 7 10 0 14 14 || return 1
  model threat-dragon/v2-three-tier-web-app.json 3 3 2 2 2 || return 1
  expect_code 2 "$ctl" import "$data/threat-dragon/v2-malformed-new-model.json" || return 1
  expect_text "$scratch/err" 'v2-malformed-new-model\.json:9:14: there is .details.' || return 1
  expect_code 2 "$ctl" import "$data/threat-dragon/threat-dragon-v2.schema.json"
}

run_tests

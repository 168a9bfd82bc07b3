#!/bin/sh
# A stranger's bad files: each gets an error with place, field and remedy, and nothing of the call is stored.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1
revision=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')

good='kind: threat
name: stranger/good
version: 1.0.0
title: A good one
stride: [tampering]
likelihood: 3
impact: 3'

component='kind: component
name: stranger/part
version: 1.0.0
title: A part
service_class: in_house
elements: [{id: thing, kind: process}]
responsibilities: [{id: care, statement: Somebody takes care., mandatory: false}]'

# refused TEXT PATTERN...: TEXT beside a good object is refused whole, and the error matches every PATTERN.
refused() {
  printf '%s\n' "$good" >"$scratch/good.yaml"
  printf '%s\n' "$1" >"$scratch/bad.yaml"
  shift
  expect_code 2 "$ctl" apply --publish "$scratch/good.yaml" "$scratch/bad.yaml"
  for pattern in "$@"; do
    expect_text "$scratch/err" "$pattern"
  done
  expect_code 2 "$ctl" get stranger/good
  now=$("$ctl" health --output json | sed -n 's/.*"revision": "\([0-9]*\)".*/\1/p')
  [ "$now" = "$revision" ] || fail "the revision went from $revision to $now"
}

test_lint_of_nothing_is_no_success() {
  mkdir -p "$scratch/empty"
  expect_code 2 "$ctl" lint "$scratch/empty"
  expect_text "$scratch/err" 'there are no objects'
}

test_timeout_outside_its_range() {
  for seconds in 0 601; do
    expect_code 2 "$ctl" list --timeout "$seconds"
    expect_text "$scratch/err" 'write 1 to 600 seconds'
  done
}

test_wrong_type() {
  refused "$(printf '%s' "$good" | sed 's/likelihood: 3/likelihood: often/; s/good/bad/')" \
    'bad\.yaml:6:[0-9]+: .*likelihood' 'often'
}

test_value_out_of_range() {
  refused "$(printf '%s' "$good" | sed 's/impact: 3/impact: 9/; s/good/bad/')" 'bad\.yaml:7:[0-9]+: .*impact'
}

test_unknown_field() {
  refused "$(printf '%s' "$good" | sed 's/likelihood:/likelyhood:/; s/good/bad/')" \
    'bad\.yaml:6:1: .*likelyhood' 'likelihood'
}

test_unknown_enum_value() {
  refused "$(printf '%s' "$good" | sed 's/tampering/tampring/; s/good/bad/')" 'bad\.yaml:5:[0-9]+: .*stride' 'tampering'
}

test_duplicate_key() {
  refused "$(printf '%s\ntitle: again' "$good" | sed 's/good/bad/')" 'bad\.yaml:8:1: .*title'
}

test_dangling_reference() {
  refused "$component
threats: [{threat: stride/store-disclosur, on: thing}]" 'bad\.yaml:8:[0-9]+: .*threats\[0\]\.threat' 'stride/store-disclosure'
}

test_unknown_place() {
  refused "$component
threats: [{threat: stride/store-disclosure, on: thin}]" 'bad\.yaml:8:[0-9]+: .*threats\[0\]\.on' 'thing'
}

test_bad_range() {
  refused "$component
dependencies: [{alias: bucket, component: aws/s3, requirement: '^1.x.y'}]" \
    'bad\.yaml:8:[0-9]+: .*dependencies\[0\]\.requirement'
}

test_bad_predicate() {
  refused "$component
threats: [{threat: stride/store-disclosure, on: thing, when: 'facts.personal_data &&'}]" \
    'bad\.yaml:8:[0-9]+: .*threats\[0\]\.when'
}

test_predicate_over_unknown_fact() {
  refused "$component
threats: [{threat: stride/store-disclosure, on: thing, when: facts.personal_dat}]" \
    'bad\.yaml:8:[0-9]+: .*threats\[0\]\.when' 'personal_data'
}

test_cycle() {
  refused "$component
dependencies: [{alias: other, component: stranger/other, requirement: ^1.0}]
---
$(printf '%s' "$component" | sed 's/stranger.part/stranger\/other/')
dependencies: [{alias: part, component: stranger/part, requirement: ^1.0}]" \
    'bad\.yaml:[0-9]+:[0-9]+: .*' 'stranger/part.*stranger/other|stranger/other.*stranger/part'
}

test_yaml_that_is_none() {
  refused 'kind: threat
name: [unclosed' 'bad\.yaml:[0-9]+:[0-9]+'
}

test_alias_bomb() {
  refused 'a: &a [x, x]
b: &b [*a, *a]
kind: threat' 'bad\.yaml:1:[0-9]+: .*anchor'
}

test_file_that_is_not_there() {
  expect_code 2 "$ctl" apply "$scratch/nothing.yaml"
  expect_text "$scratch/err" 'nothing\.yaml'
}

test_json_with_a_wrong_type() {
  printf '{"threat": {"name": "stranger/bad", "title": "t",\n  "likelihood": "often"}}\n' >"$scratch/bad.json"
  expect_code 2 "$ctl" apply "$scratch/bad.json"
  expect_text "$scratch/err" 'bad\.json:2:[0-9]+: .*likelihood'
}

run_tests

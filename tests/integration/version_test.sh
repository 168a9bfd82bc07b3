#!/bin/sh
# What number a change gets, asked and done with catalogctl.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

# part VERSION STATEMENT MANDATORY: the file of one small component.
part() {
  cat >"$scratch/part.yaml" <<YAML
kind: component
name: own/part
$1
title: Part
service_class: in_house
elements: [{id: core, kind: process, title: Core}]
responsibilities: [{id: look, statement: $2, mandatory: $3}]
YAML
}

test_the_starter_catalogs_have_legal_numbers() {
  expect_code 0 "$ctl" diff aws/kms@1.0.0 aws/kms@1.1.0 || return 1
  grep -q '^MINOR' "$scratch/out" || fail "no MINOR group" || return 1
  grep -q 'provision-added' "$scratch/out" || fail "no rule" || return 1
  ! grep -q '^MAJOR' "$scratch/out" || fail "1.1.0 is a MAJOR change"
}

test_apply_says_which_number_and_why() {
  part "version: 1.0.0" "Look at it." true
  expect_code 0 "$ctl" apply --publish "$scratch/part.yaml" || return 1
  part "" "Look at it." false
  expect_code 0 "$ctl" apply --publish --dry-run "$scratch/part.yaml" || return 1
  grep -q 'own/part 1.0.0 -> 1.1.0: MINOR' "$scratch/out" || fail "no number" || return 1
  part "version: 1.0.1" "Look at it." false
  expect_code 2 "$ctl" apply --publish "$scratch/part.yaml" || return 1
  grep -q 'demand-eased' "$scratch/err" || fail "the change that asks for more is not told"
}

test_publish_says_which_number_and_takes_editorial_marks() {
  part "" "Look at it well." true
  expect_code 0 "$ctl" apply "$scratch/part.yaml" || return 1
  expect_code 0 "$ctl" publish --dry-run own/part || return 1
  grep -q 'own/part 1.0.0 -> 2.0.0: MAJOR' "$scratch/out" || fail "no number" || return 1
  expect_code 0 "$ctl" publish --editorial 'responsibilities[look].statement' own/part || return 1
  grep -q 'own/part@1.0.1' "$scratch/out" || fail "not published as a patch"
}

run_tests

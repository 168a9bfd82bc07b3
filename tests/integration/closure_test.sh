#!/bin/sh
# Components that stand on components: what lint, a dry run and publishing say of one that leaves something open.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

# vault MORE: the file of a component that stands on the key service.
vault() {
  cat >"$scratch/vault.yaml" <<YAML
kind: component
name: own/vault
version: 1.0.0
title: A vault for secrets
service_class: in_house
dependencies:
  - {alias: keys, component: aws/kms, requirement: ^1.0, configuration: {rotation: true}, exposures: {api: vpc_endpoint}}
elements: [{id: service, kind: process, title: The vault}]
$1
YAML
}

open='responsibilities: [{id: own, statement: Somebody looks at who reads what.}]'
passing='responsibilities:
  - {id: key-policy, statement: The policy of the key names who may use it., mandatory: true, from: [keys.key-policy]}
  - {id: grants, statement: Grants are taken back., from: [keys.grants-review]}
residuals:
  - {id: grant-left, threat: aws/kms-stale-grants, from: [keys.forgotten-grant]}
  - {id: key-lost, threat: aws/kms-key-deletion, from: [keys.key], rationale: Whoever may delete the key may lose it.}
  - {id: wide, threat: aws/kms-wide-key-policy, from: [keys.key]}'

catalogs="catalogs/policy catalogs/stride catalogs/appsec catalogs/baseline catalogs/aws catalogs/selfhosted catalogs/inhouse"

test_lint_shows_it_before_a_server_does() {
  vault "$open"
  # shellcheck disable=SC2086
  expect_code 1 "$ctl" lint $catalogs "$scratch/vault.yaml"
  expect_text "$scratch/out" 'vault\.yaml:7:5: dependencies\[0\]: keys\.key-policy is not met, and not passed on'
  expect_text "$scratch/out" 'help: answer it, or pass it on: a responsibility with from: \[keys\.key-policy\]'
  expect_text "$scratch/out" 'aws/kms-wide-key-policy is not mitigated at keys\.key'
}

test_an_open_component_is_not_published() {
  vault "$open"
  expect_code 2 "$ctl" apply --publish --dry-run "$scratch/vault.yaml"
  expect_text "$scratch/err" 'vault\.yaml:7:5: dependencies\[0\]: keys\.grants-review'
  expect_code 2 "$ctl" apply --publish "$scratch/vault.yaml"
  expect_code 0 "$ctl" apply "$scratch/vault.yaml"
  expect_code 2 "$ctl" publish own/vault
  expect_text "$scratch/err" 'leaves something open'
}

test_a_conflict_of_versions_shows_in_lint() {
  # shellcheck disable=SC2086
  expect_code 1 "$ctl" lint $catalogs catalogs/drafts
  expect_text "$scratch/out" 'webhook-receiver\.yaml:[0-9]+:[0-9]+: dependencies: no version of aws/kms meets'
}

test_what_is_passed_on_surfaces_in_the_consumer() {
  vault "$passing"
  # shellcheck disable=SC2086
  expect_code 0 "$ctl" lint $catalogs "$scratch/vault.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/vault.yaml"
  cat >"$scratch/user.yaml" <<YAML
kind: feature
name: own/user
title: Uses the vault
workload: own
owner: team
stage: design
dependencies: [{alias: vault, component: own/vault, requirement: ^1.0}]
elements: [{id: api, kind: process, title: The API}]
YAML
  "$ctl" resolve "$scratch/user.yaml" --output yaml >"$scratch/out" 2>"$scratch/err" || true
  [ "$(grep -c 'key: aws/kms-stale-grants@vault.keys.key' "$scratch/out")" -eq 1 ] || fail "not one row" || return 1
  expect_text "$scratch/out" 'record: grant-left'
  expect_text "$scratch/out" 'address: vault\.key-policy'
}

test_apply_takes_editorial_marks() {
  sed -e '/^version/d' -e 's/Grants are taken back\./Grants are taken back when work ends./' \
    "$scratch/vault.yaml" >"$scratch/reworded.yaml"
  expect_code 0 "$ctl" apply --publish --dry-run "$scratch/reworded.yaml"
  expect_text "$scratch/out" 'own/vault 1\.0\.0 -> 2\.0\.0: MAJOR'
  expect_code 2 "$ctl" apply --editorial 'own/vault:responsibilities[grants].statement' "$scratch/reworded.yaml"
  expect_text "$scratch/err" 'add --publish'
  expect_code 2 "$ctl" apply --publish --editorial 'responsibilities[grants].statement' "$scratch/reworded.yaml"
  expect_text "$scratch/err" 'NAME:PATH'
  expect_code 2 "$ctl" apply --publish --editorial 'own/other:title' "$scratch/reworded.yaml"
  expect_code 0 "$ctl" apply --publish --editorial 'own/vault:responsibilities[grants].statement' "$scratch/reworded.yaml"
  expect_text "$scratch/out" 'own/vault +1\.0\.1|own/vault@1\.0\.1'
}

test_lint_notes_what_changes_nothing() {
  cat >"$scratch/base.yaml" <<YAML
kind: baseline
name: own/base
version: 1.0.0
title: Asks again
entries:
  - {id: again, control: baseline/least-privilege, level: negotiable}
  - {id: logs, control: baseline/logs-protected, level: mandatory}
  - {id: nowhere, control: baseline/patching, level: mandatory, each: place.kind == "flow" && place.zone == "dmz"}
YAML
  # shellcheck disable=SC2086
  expect_code 0 "$ctl" lint $catalogs "$scratch/base.yaml"
  expect_text "$scratch/out" 'base\.yaml:6:5: entries\[0\]: note: the entry has no effect: baseline/organisation#privilege'
  expect_text "$scratch/out" 'base\.yaml:7:5: entries\[1\]: note: .* the platform does it there'
  expect_text "$scratch/out" 'base\.yaml:8:[0-9]+: entries\[2\]\.each: warning: .* no place'
  expect_text "$scratch/out" 'no mistakes, 3 findings'
  expect_code 0 "$ctl" apply --publish --dry-run "$scratch/base.yaml"
  expect_text "$scratch/out" 'base\.yaml:6:5: entries\[0\]: note'
}

run_tests

#!/bin/sh
# What outdated and upgrade say, what lock --update does, and that resolve meets the difference that was told. The
# differences are found by model_diff.c, which shares nothing with the engine.
set -u
. "$(dirname "$0")/lib.sh"
model_diff=$BUILD/tests/integration/model_diff
model=$scratch/model.yaml
lock=$scratch/model.lock

# A time to judge at that everything here is before.
at=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)

start_daemon
load_catalogs || exit 1

# begin: a model of our own that is locked to aws/kms 1.0.0 and to the newest of everything else.
begin() {
  cat >"$model" <<'YAML'
kind: feature
name: own/vault
title: A vault
workload: own
owner: team-own
stage: build
dependencies:
  - alias: store
    component: aws/s3
    requirement: ^1.0
    exposures: {rest-api: vpc_endpoint}
  - alias: key
    component: aws/kms
    requirement: ^1.0
    exposures: {api: vpc_endpoint}
elements:
  - {id: browser, kind: external, title: A browser}
  - {id: api, kind: process, title: The service}
assets:
  - {id: secret, title: Secrets, classification: confidential, on: [api]}
entry_points:
  - {id: door, on: api, protocol: https, exposure: internet}
data_flows:
  - {id: ask, from: browser, to: api, assets: [secret]}
  - {id: save, from: api, to: store.bucket, assets: [secret]}
YAML
  rm -f "$lock"
  expect_code 0 "$ctl" lock "$model" || return 1
  expect_code 0 "$ctl" lock --update "$model" aws/kms --precise 1.0.0 || return 1
}

# version NAME: the version that the lock pins.
version() {
  awk -v name="$1" '$NF == name {found = 1} found && /version:/ {gsub(/[^0-9.]/, "", $NF); print $NF; exit}' "$lock"
}

# resolve_to FILE: the effective model with the lock.
resolve_to() {
  code=0
  "$ctl" resolve --at "$at" --output json "$model" >"$1" 2>/dev/null || code=$?
  [ "$code" -le 1 ] || fail "resolve: $code"
}

# is_narrow: no line of the output is wider than 80 columns.
is_narrow() {
  [ "$(awk '{ if (length > n) n = length } END {print n}' "$scratch/out")" -le 80 ] || fail "wider than 80"
}

test_outdated_shows_what_is_behind() {
  begin || return 1
  expect_code 0 "$ctl" outdated "$model" || return 1
  expect_text "$scratch/out" '^aws/kms +component +1\.0\.0 +1\.1\.0 +1\.1\.0 +MINOR +0$' || return 1
  is_narrow || return 1
  [ "$(wc -l <"$scratch/out")" -eq 2 ] || fail "more than aws/kms is behind" || return 1
  expect_code 0 "$ctl" outdated --all --output csv "$model" || return 1
  expect_text "$scratch/out" '^kind,name,locked,admitted,newest,bump' || return 1
  expect_text "$scratch/out" '^component,aws/kms,1\.0\.0,1\.1\.0,1\.1\.0,minor,0,0,' || return 1
  expect_text "$scratch/out" '^component,aws/s3,' || return 1
  expect_code 0 "$ctl" outdated --output json "$model" || return 1
  expect_text "$scratch/out" '"admitted": *"1\.1\.0"' || return 1
  expect_code 0 "$ctl" lock --update "$model" || return 1
  expect_code 0 "$ctl" outdated "$model" || return 1
  expect_text "$scratch/out" '^Nothing is behind'
}

test_a_component_may_hold_another_back() {
  expect_code 0 "$ctl" outdated examples/invoice-upload || return 1
  expect_text "$scratch/out" '^aws/kms +component +1\.0\.0 +1\.0\.0 +1\.1\.0 +MINOR' || return 1
  expect_text "$scratch/out" 'held back by inhouse/login@1\.0\.0: keys ~1\.0\.0' || return 1
  expect_code 0 "$ctl" upgrade examples/invoice-upload || return 1
  expect_text "$scratch/out" '^1\. aws/kms 1\.0\.0 -> 1\.1\.0  the newest of all$' || return 1
  expect_text "$scratch/out" 'keys of inhouse/login@1\.0\.0: aws/kms ~1\.0\.0 -> \^1\.1\.0'
}

test_upgrade_shows_each_step_and_writes_nothing() {
  begin || return 1
  cp "$lock" "$scratch/old.lock"
  expect_code 0 "$ctl" upgrade "$model" || return 1
  expect_text "$scratch/out" '^1\. aws/kms 1\.0\.0 -> 1\.1\.0$' || return 1
  expect_text "$scratch/out" 'verdict' || return 1
  expect_text "$scratch/out" 'key: aws/kms 1\.0\.0 -> 1\.1\.0' || return 1
  is_narrow || return 1
  cmp "$lock" "$scratch/old.lock" || fail "the lock was written" || return 1
  expect_code 0 "$ctl" upgrade "$model" aws/kms --write || return 1
  [ "$(version aws/kms)" = 1.1.0 ] || fail "aws/kms is at $(version aws/kms)"
}

test_update_moves_only_the_pin_that_is_named() {
  begin || return 1
  cp "$lock" "$scratch/old.lock"
  expect_code 0 "$ctl" lock --update "$model" aws/kms || return 1
  expect_text "$scratch/out" '^aws/kms +component +1\.0\.0 +1\.1\.0$' || return 1
  is_narrow || return 1
  [ "$(version aws/kms)" = 1.1.0 ] || fail "aws/kms is at $(version aws/kms)" || return 1
  changed=$(diff "$scratch/old.lock" "$lock" | grep -c '^> ')
  [ "$changed" -eq 3 ] || fail "$changed lines changed, not version and two digests" || return 1
  expect_code 0 "$ctl" lock --update "$model" || return 1
  expect_text "$scratch/out" 'Nothing moves' || return 1
  expect_text "$scratch/err" 'pins the same already' || return 1
  expect_code 0 "$ctl" lock --update "$model" aws/kms --precise 1.0.0 || return 1
  cmp "$lock" "$scratch/old.lock" || fail "--precise does not go back"
}

test_resolve_meets_the_difference_that_was_told() {
  begin || return 1
  resolve_to "$scratch/before" || return 1
  expect_code 0 "$ctl" lock --update "$model" --at "$at" --output json || return 1
  "$model_diff" "$scratch/out" | sort >"$scratch/told"
  resolve_to "$scratch/after" || return 1
  "$model_diff" "$scratch/before" "$scratch/after" | sort >"$scratch/found"
  grep -q '^instances' "$scratch/told" || fail "no instance moves" || return 1
  diff "$scratch/told" "$scratch/found" || fail "< told, > found"
}

test_a_new_major_waits_for_the_requirement() {
  begin || return 1
  sed -e 's/^version:.*/version: 2.0.0/' catalogs/aws/kms-1.1.yaml >"$scratch/kms.yaml"
  sed -i 's/^title:.*/title: A newer key service/' "$scratch/kms.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/kms.yaml" || return 1
  expect_code 0 "$ctl" outdated "$model" || return 1
  expect_text "$scratch/out" '^aws/kms +component +1\.0\.0 +1\.1\.0 +2\.0\.0 +MAJOR' || return 1
  expect_text "$scratch/out" 'held back by own/vault: key \^1\.0' || return 1
  line=$(awk '/component: aws\/kms/ {getline; if (/requirement/) print NR}' "$model")
  expect_code 0 "$ctl" upgrade "$model" aws/kms || return 1
  expect_text "$scratch/out" '^[12]\. aws/kms 1\.0\.0 -> 2\.0\.0  the newest of all$' || return 1
  expect_text "$scratch/err" "model.yaml:$line: for aws/kms, change the requirement \\^1\\.0 to \\^2\\.0\\.0" || return 1
  expect_code 2 "$ctl" lock --update "$model" aws/kms --precise 2.0.0 || return 1
  expect_text "$scratch/err" 'own/vault requires aws/kms \^1\.0 as key' || return 1
  expect_code 0 "$ctl" lock --update "$model" aws/kms || return 1
  [ "$(version aws/kms)" = 1.1.0 ] || fail "aws/kms is at $(version aws/kms)"
}

test_wrong_usage_is_told() {
  begin || return 1
  expect_code 2 "$ctl" lock "$model" aws/kms || return 1
  expect_text "$scratch/err" 'go with --update' || return 1
  expect_code 2 "$ctl" lock --update --offline "$model" || return 1
  expect_text "$scratch/err" 'only a server knows' || return 1
  expect_code 2 "$ctl" lock --update "$model" aws/rds || return 1
  expect_text "$scratch/err" 'does not stand on aws/rds' || return 1
  expect_code 2 "$ctl" lock --update "$model" --precise 1.0.0 || return 1
  expect_text "$scratch/err" 'is for one name' || return 1
  expect_code 2 "$ctl" lock --update "$model" aws/kms --precise 7.7.7 || return 1
  expect_text "$scratch/err" 'no published version 7\.7\.7' || return 1
  expect_code 2 "$ctl" lock --update examples/invoice-upload || return 1
  expect_text "$scratch/err" 'no lock to update' || return 1
  expect_code 2 "$ctl" upgrade "$model" aws/rds || return 1
  expect_text "$scratch/err" 'does not stand on aws/rds'
}

test_a_lock_that_does_not_agree_is_refused() {
  begin || return 1
  sed 's/content_digest: sha256:..../content_digest: sha256:0000/' "$lock" >"$scratch/other.lock"
  for offline in '' --offline; do
    expect_code 2 "$ctl" resolve $offline "$model" --lock "$scratch/other.lock"
    expect_text "$scratch/err" 'other\.lock pins .*@[0-9.]+ with other content than this catalog has'
    [ ! -s "$scratch/out" ] || fail "it was resolved all the same"
  done
  sed 's/^model: .*/model: own\/other/' "$lock" >"$scratch/other.lock"
  expect_code 2 "$ctl" resolve "$model" --lock "$scratch/other.lock"
  expect_text "$scratch/err" 'is the lock of own/other, not of own/vault'
}

test_pins_that_do_not_fit_are_said_to_move() {
  begin || return 1
  sed '/name: aws\/s3$/{n;s/1\.1\.0/1.7.7/;}' "$lock" >"$scratch/other.lock"
  "$ctl" resolve "$model" --lock "$scratch/other.lock" >"$scratch/out" 2>"$scratch/err" || :
  expect_text "$scratch/err" '^1 pin of .*other\.lock did not fit any more and moved'
  "$ctl" resolve "$model" >"$scratch/out" 2>"$scratch/err" || :
  if grep moved "$scratch/err"; then
    fail "nothing moved"
  fi
}

run_tests

#!/bin/sh
# A source that is imported again: what a new release of it added, changed, deprecated and took away.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon

cat >"$scratch/first.yaml" <<YAML
metadata: {id: OWN, title: Own}
threats: [{id: T1, title: Calls are listened to}]
controls:
  - {id: C1, title: Encrypt calls, objective: Calls are encrypted.}
  - {id: C2, title: Sign calls, objective: Calls are signed.}
  - {id: C3, title: Count calls, objective: Calls are counted.}
YAML
cat >"$scratch/second.yaml" <<YAML
metadata: {id: OWN, title: Own}
threats: [{id: T1, title: Calls are listened to}]
controls:
  - {id: C1, title: Encrypt all calls, objective: Calls are encrypted.}
  - {id: C2, title: Sign calls, objective: Calls are signed., state: Deprecated, replaced-by: {entry-id: C4}}
  - {id: C4, title: Seal calls, objective: Calls are sealed.}
YAML

test_everything_is_added_first() {
  expect_code 0 "$ctl" import --into own "$scratch/first.yaml" || return 1
  expect_text "$scratch/out" '^4 added$' || return 1
  expect_code 0 "$ctl" get --draft own/c1 || return 1
  expect_text "$scratch/out" 'source:gemara-own'
}

test_the_same_again_changes_nothing() {
  expect_code 0 "$ctl" changes || return 1
  cp "$scratch/out" "$scratch/changes"
  expect_code 0 "$ctl" import --into own "$scratch/first.yaml" || return 1
  expect_text "$scratch/out" '^4 unchanged$' || return 1
  expect_code 0 "$ctl" changes || return 1
  cmp "$scratch/out" "$scratch/changes"
}

test_a_new_release_says_what_is_another() {
  expect_code 0 "$ctl" import --dry-run --into own "$scratch/second.yaml" || return 1
  expect_text "$scratch/out" '^1 added, 1 changed, 1 deprecated, 1 gone, 2 unchanged$' || return 1
  expect_text "$scratch/out" '^changed own/c1$' || return 1
  expect_text "$scratch/out" '^  title$' || return 1
  expect_text "$scratch/out" '^deprecated own/c2: the source no longer wants it used and names own/c4' || return 1
  expect_text "$scratch/out" '^gone own/c3: no longer in the source; the draft stays$'
}

test_what_is_published_is_compared_and_kept() {
  for name in own/t1 own/c1 own/c2 own/c3; do
    expect_code 0 "$ctl" publish "$name@1.0.0" || return 1
  done
  expect_code 0 "$ctl" import --into own "$scratch/first.yaml" || return 1
  expect_text "$scratch/out" '^4 unchanged$' || return 1
  expect_code 2 "$ctl" get --draft own/c1 || return 1
  expect_code 0 "$ctl" import --into own "$scratch/second.yaml" || return 1
  expect_text "$scratch/out" '^1 added, 1 changed, 1 deprecated, 1 gone, 2 unchanged$' || return 1
  expect_text "$scratch/out" '^  catalogctl deprecate own/c2@1\.0\.0 --replaced-by own/c4$' || return 1
  expect_text "$scratch/out" '^gone own/c3: no longer in the source; what is published stays$' || return 1
  expect_text "$scratch/out" '^  catalogctl deprecate own/c3@1\.0\.0$' || return 1
  expect_code 0 "$ctl" get --draft own/c1 || return 1
  expect_code 2 "$ctl" get --draft own/c2
}

test_the_commands_of_the_report_settle_it() {
  expect_code 0 "$ctl" import --into own --output json "$scratch/second.yaml" || return 1
  expect_text "$scratch/out" '"command": "catalogctl deprecate own/c3@1\.0\.0"' || return 1
  expect_code 0 "$ctl" publish own/c4@1.0.0 || return 1
  "$ctl" import --into own --output json "$scratch/second.yaml" >"$scratch/out"
  sed -n 's/.*"command": "catalogctl \(.*\)".*/\1/p' "$scratch/out" >"$scratch/commands"
  while read -r line; do
    # shellcheck disable=SC2086
    expect_code 0 "$ctl" $line || return 1
  done <"$scratch/commands"
  expect_code 0 "$ctl" import --into own "$scratch/second.yaml" || return 1
  expect_text "$scratch/out" '^4 unchanged$'
}

test_other_sources_of_the_namespace_are_not_gone() {
  sed 's/OWN/OTHER/; s/T1/U1/; s/C\([0-9]\)/D\1/' "$scratch/first.yaml" >"$scratch/other.yaml"
  expect_code 0 "$ctl" import --into own "$scratch/other.yaml" || return 1
  expect_text "$scratch/out" '^4 added$'
}

test_a_folder_is_compared_likewise() {
  expect_code 0 "$ctl" import --into own --to-dir "$scratch/dir" "$scratch/first.yaml" || return 1
  expect_text "$scratch/out" '^4 added$' || return 1
  sed -i 's/^name:/version: 1.0.0\nname:/' "$scratch/dir/c2.yaml"
  ls -l --time-style=full-iso "$scratch/dir" >"$scratch/before"
  expect_code 0 "$ctl" import --into own --to-dir "$scratch/dir" "$scratch/first.yaml" || return 1
  expect_text "$scratch/out" '^4 unchanged$' || return 1
  ls -l --time-style=full-iso "$scratch/dir" | cmp - "$scratch/before" || return 1
  expect_code 0 "$ctl" import --into own --to-dir "$scratch/dir" "$scratch/second.yaml" || return 1
  expect_text "$scratch/out" '^1 added, 1 changed, 1 deprecated, 1 gone, 2 unchanged$' || return 1
  expect_text "$scratch/out" '^gone own/c3: no longer in the source;' || return 1
  expect_code 0 "$ctl" lint "$scratch/dir"
}

test_a_file_of_somebody_else_is_not_written_over() {
  mkdir "$scratch/mine"
  echo 'precious: true' >"$scratch/mine/c2.yaml"
  expect_code 2 "$ctl" import --into own --to-dir "$scratch/mine" "$scratch/first.yaml" || return 1
  expect_text "$scratch/err" 'mine/c2\.yaml is there and holds something else than own/c2' || return 1
  [ "$(ls "$scratch/mine")" = c2.yaml ] || fail "something was written: $(ls "$scratch/mine")"
}

run_tests

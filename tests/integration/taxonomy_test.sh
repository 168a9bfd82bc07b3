#!/bin/sh
# Two releases of a small taxonomy: importing, reading, comparing, what references say of them, and promotion.
set -u
. "$(dirname "$0")/lib.sh"

cat >"$scratch/old.yaml" <<'YAML'
taxonomy: {scheme: cwe, release: '4.9', title: Weaknesses, source: written by hand}
entries:
  - {id: '20', kind: weakness, title: Improper Input Validation, text: What comes in is not checked.}
  - id: '79'
    kind: weakness
    title: Cross-site Scripting
    text: What comes in goes out as a script.
    parents: ['20']
    references: [{scheme: capec, id: '63'}]
    mitigations:
      - {id: MIT-5, title: Check input, text: Check all input., strength: partial}
      - {text: Encode what goes out. Everywhere.}
  - {id: CWE-132, title: Miscalculated Null Termination}
YAML
cat >"$scratch/new.yaml" <<'YAML'
taxonomy: {scheme: cwe, release: '4.15', title: Weaknesses, source: written by hand}
entries:
  - {id: CWE-20, kind: weakness, title: Improper Input Validation, text: What comes in is not checked.}
  - {id: CWE-74, kind: weakness, title: Injection, parents: [CWE-20]}
  - id: CWE-79
    kind: weakness
    title: Scripts of others
    parents: [CWE-74]
    mitigations:
      - {id: MIT-5, title: Check input, text: Check all input., strength: partial}
      - {text: Encode what goes out. Everywhere.}
  - {id: CWE-132, title: Miscalculated Null Termination, status: deprecated, replaced_by: CWE-20}
mappings:
  - {from: {scheme: nist-800-53, id: si-10}, to: {scheme: cwe, id: '79'}, relation: mitigates}
YAML
cat >"$scratch/threat.yaml" <<'YAML'
kind: threat
name: web/scripts
version: 1.0.0
title: Scripts of others run
statement: {source: somebody, action: sends a script, impact: it runs}
stride: [tampering]
likelihood: 3
impact: 3
references:
  - {scheme: cwe, id: '79'}
  - {scheme: cwe, id: CWE-132}
  - {scheme: cwe, id: CWE-9999}
  - {scheme: cwe, id: CWE-132, release: '4.9'}
YAML

start_daemon

test_a_release_is_imported_once() {
  expect_code 0 "$ctl" taxonomy list
  expect_text "$scratch/out" 'No taxonomies'
  expect_code 0 "$ctl" taxonomy import "$scratch/old.yaml" --dry-run
  expect_text "$scratch/err" 'dry-run'
  expect_code 0 "$ctl" taxonomy import "$scratch/old.yaml"
  expect_text "$scratch/out" '3 entries'
  expect_code 0 "$ctl" taxonomy import "$scratch/new.yaml"
  expect_code 0 "$ctl" taxonomy import "$scratch/new.yaml"
  expect_text "$scratch/err" 'the same is there already'
  sed 's/Injection/Injections/' "$scratch/new.yaml" >"$scratch/other.yaml"
  expect_code 2 "$ctl" taxonomy import "$scratch/other.yaml"
  expect_text "$scratch/err" 'a release never changes'
  sed 's/CWE-74, kind/CWE-079, kind/' "$scratch/new.yaml" | sed 's/4.15/5/' >"$scratch/twice.yaml"
  expect_code 2 "$ctl" taxonomy import "$scratch/twice.yaml"
  expect_text "$scratch/err" 'another entry has this id'
  expect_code 0 "$ctl" taxonomy list --output json
  expect_text "$scratch/out" '"release": "4.15"'
}

test_a_name_with_an_id_is_told_where_the_id_goes() {
  expect_code 2 "$ctl" taxonomy show cwe:79
  expect_text "$scratch/err" 'cwe:79 names no taxonomy'
  expect_text "$scratch/err" 'as in cwe@4.15 79'
}

test_the_list_leaves_room_for_titles() {
  expect_code 0 "$ctl" taxonomy list
  expect_text "$scratch/out" ' [0-9]{4}-[0-9]{2}-[0-9]{2}  '
}

test_entries_are_shown() {
  expect_code 0 "$ctl" taxonomy show cwe 79
  expect_text "$scratch/out" 'Scripts of others'
  expect_text "$scratch/out" 'nist-800-53 SI-10 mitigates cwe CWE-79'
  expect_code 0 "$ctl" taxonomy show cwe@4.9 CWE-079
  expect_text "$scratch/out" 'Cross-site Scripting'
  expect_text "$scratch/out" 'CAPEC-63'
  expect_code 0 "$ctl" taxonomy show cwe --parent 20
  expect_text "$scratch/out" 'CWE-74'
  expect_code 0 "$ctl" taxonomy show cwe --status deprecated
  expect_text "$scratch/out" 'CWE-132'
  expect_code 2 "$ctl" taxonomy show cwe 7
  expect_text "$scratch/err" 'cwe 4.15 has no entry CWE-7'
  expect_code 2 "$ctl" taxonomy show capec
  expect_text "$scratch/err" 'there is no taxonomy capec'
  expect_code 2 "$ctl" taxonomy forget cwe
}

test_releases_are_compared() {
  expect_code 0 "$ctl" taxonomy diff cwe@4.9 cwe@4.15
  expect_text "$scratch/out" 'CWE-74'
  expect_text "$scratch/out" 'added'
  expect_text "$scratch/out" 'Cross-site Scripting -> Scripts of others'
  expect_text "$scratch/out" 'CWE-20 -> CWE-74'
  expect_text "$scratch/out" 'current -> deprecated, replaced by CWE-20'
  expect_code 2 "$ctl" taxonomy diff cwe@4.9 capec@4.15
  expect_code 2 "$ctl" taxonomy diff cwe cwe@4.15
}

test_references_are_looked_up() {
  expect_code 0 "$ctl" apply --publish "$scratch/threat.yaml"
  expect_text "$scratch/out" 'refers to CWE-9999, which cwe 4.15 does not have'
  expect_text "$scratch/out" 'which is deprecated in cwe 4.15'
  [ "$(grep -c 'refers to' "$scratch/out")" -eq 2 ] || fail "two references are wrong, no more"
  expect_code 0 "$ctl" get web/scripts
  expect_text "$scratch/out" '# cwe CWE-79: Scripts of others'
  expect_text "$scratch/out" 'replaced by CWE-20'
  "$ctl" get web/scripts >"$scratch/again.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/again.yaml"
}

test_lint_looks_references_up_in_files() {
  expect_code 0 "$ctl" lint "$scratch/threat.yaml"
  ! grep -q 'CWE-9999' "$scratch/out" || fail "no taxonomy is there"
  expect_code 0 "$ctl" lint --taxonomies "$scratch/old.yaml,$scratch/new.yaml" "$scratch/threat.yaml"
  expect_text "$scratch/out" 'threat.yaml:12:5: references\[2\]: warning: refers to CWE-9999'
  expect_text "$scratch/out" 'which is deprecated in cwe 4.15'
  expect_code 2 "$ctl" lint --taxonomies "$scratch/threat.yaml" "$scratch/threat.yaml"
}

test_a_file_may_hold_several_documents() {
  cat "$scratch/old.yaml" >"$scratch/parts.yaml"
  printf -- '---\nentries:\n  - {id: 500, title: One more}\n' >>"$scratch/parts.yaml"
  sed -i "s/'4.9'/'4.10'/" "$scratch/parts.yaml"
  expect_code 0 "$ctl" taxonomy import "$scratch/parts.yaml" --dry-run
  expect_text "$scratch/out" '4 entries'
  printf 'entries: [{id: 1, title: One}]\n' >"$scratch/none.yaml"
  expect_code 2 "$ctl" taxonomy import "$scratch/none.yaml"
  expect_text "$scratch/err" 'does not say of which release'
  { cat "$scratch/old.yaml"; echo '---'; cat "$scratch/new.yaml"; } >"$scratch/both.yaml"
  expect_code 2 "$ctl" taxonomy import "$scratch/both.yaml"
  expect_text "$scratch/err" 'one file holds one release'
}

test_an_entry_is_promoted() {
  expect_code 2 "$ctl" promote cwe:79
  expect_code 2 "$ctl" promote cwe --into web
  expect_code 0 "$ctl" promote cwe:79 --into web --dry-run
  expect_code 0 "$ctl" promote cwe:79 --into web
  expect_text "$scratch/out" 'web/cwe-79-mit-5'
  expect_code 0 "$ctl" get web/cwe-79 --draft
  expect_text "$scratch/out" "release: '*\"*4.15"
  expect_code 0 "$ctl" get web/cwe-79-si-10 --draft
  expect_text "$scratch/out" 'SI-10'
  expect_code 2 "$ctl" promote cwe:79 --into web
  expect_text "$scratch/err" 'there already'
  expect_code 0 "$ctl" promote cwe@4.9:79 --into web --force
}

test_text_output_fits_80_columns() {
  for words in "list" "show cwe" "show cwe 79" "diff cwe@4.9 cwe@4.15"; do
    # shellcheck disable=SC2086
    "$ctl" taxonomy $words >"$scratch/wide"
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

test_the_past_is_as_it_was() {
  expect_code 0 "$ctl" taxonomy list --at-revision 1
  expect_text "$scratch/out" '4.9'
  ! grep -q '4.15' "$scratch/out" || fail "4.15 came later"
}

test_the_store_follows_from_its_log() {
  stop_daemon
  expect_code 0 "$catalogd" check --data "$scratch/data"
  start_daemon
  expect_code 0 "$ctl" taxonomy show cwe 79
}

run_tests

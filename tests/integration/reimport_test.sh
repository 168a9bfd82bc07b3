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

test_sources_refer_to_each_other_in_any_order() {
  mkdir -p "$scratch/core" "$scratch/mail"
  cat >"$scratch/core/all.yaml" <<YAML
metadata: {id: CORE, title: Core}
capabilities: [{id: CORE.CP1, title: Calls}]
threats:
  - {id: CORE.TH1, title: Calls are listened to, capabilities: [{reference-id: C, entries: [{reference-id: CORE.CP1}]}]}
YAML
  cat >"$scratch/mail/all.yaml" <<YAML
metadata: {id: MAIL, title: Mail}
capabilities: [{id: MAIL.CP1, title: Posts}]
imports: [{reference-id: C, entries: [{reference-id: CORE.CP1}, {reference-id: CORE.TH1}]}]
YAML
  expect_code 0 "$ctl" import --into post --to-dir "$scratch/one" "$scratch/core" "$scratch/mail" || return 1
  expect_text "$scratch/out" '^2 objects; .*left out: 0' || return 1
  expect_text "$scratch/one/mail.yaml" 'threat: post/core-th1' || return 1
  expect_code 0 "$ctl" import --into post --to-dir "$scratch/two" "$scratch/mail" "$scratch/core" || return 1
  diff -r "$scratch/one" "$scratch/two" || return 1
  expect_code 2 "$ctl" import --into post "$scratch/core" "$scratch/core" || return 1
  expect_text "$scratch/err" 'core is named twice'
}

test_packs_of_one_id_share_their_entries() {
  cat >"$scratch/threats.json" <<JSON
{"schema": 1, "namespace": "n", "type": "threat-pack", "id": "P",
 "threats": [{"id": "t", "threatAction": "listens"}], "mitigations": [{"id": "m", "content": "Encrypt calls."}],
 "mitigationLinks": [{"mitigationId": "m", "linkedId": "t"}]}
JSON
  cat >"$scratch/mitigations.json" <<JSON
{"schema": 1, "namespace": "n", "type": "mitigation-pack", "id": "P",
 "mitigations": [{"id": "m", "content": "Encrypt calls."}, {"id": "k", "content": "Keep keys."}]}
JSON
  expect_code 0 "$ctl" import --into packs --to-dir "$scratch/packs" "$scratch/mitigations.json" "$scratch/threats.json" ||
    return 1
  expect_text "$scratch/out" '^3 objects; .*left out: 0' || return 1
  expect_text "$scratch/packs/p-m.yaml" 'threat: packs/p-t'
}

# One wrong entry among many: nothing is written, or all but that one.
test_one_wrong_entry_stops_everything_or_is_left_out() {
  {
    printf 'metadata: {id: MANY}\ncontrols:\n'
    awk 'BEGIN { for (i = 1; i <= 3000; i++) printf "  - {id: N%d, title: T%d, objective: O.}\n", i, i }'
  } >"$scratch/many.yaml"
  sed 's/^  - {id: N1500, /  - {/' "$scratch/many.yaml" >"$scratch/broken.yaml"
  expect_code 2 "$ctl" import --into many "$scratch/broken.yaml" || return 1
  expect_text "$scratch/err" 'broken\.yaml:1502:5: an entry of controls is no mapping with an `id`' || return 1
  expect_code 2 "$ctl" import --into many --to-dir "$scratch/many" "$scratch/broken.yaml" || return 1
  [ ! -e "$scratch/many" ] || fail "the folder was made" || return 1
  expect_code 0 "$ctl" list --namespace many --drafts || return 1
  if grep -q many/ "$scratch/out"; then fail "something was stored" || return 1; fi
  expect_code 0 "$ctl" import --keep-going --into many "$scratch/broken.yaml" || return 1
  expect_text "$scratch/out" '^skipped .*broken\.yaml:1502:5:' || return 1
  expect_text "$scratch/out" '^2999 objects; .*left out: 1' || return 1
  expect_code 0 "$ctl" import --into many "$scratch/many.yaml" || return 1
  expect_text "$scratch/out" '^1 added, 2999 unchanged$' || return 1
  expect_code 0 "$ctl" import --keep-going --into many "$scratch/broken.yaml" || return 1
  expect_text "$scratch/out" '^gone many/n1500: no longer in the source, or among the entries left out;'
}

test_more_than_one_message_is_uploaded_in_parts() {
  {
    printf 'metadata: {id: LARGE}\ncontrols:\n'
    awk 'BEGIN { text = sprintf("%4000s", ""); gsub(/ /, "word ", text)
                 for (i = 1; i <= 500; i++) printf "  - {id: L%d, title: T%d, objective: %s.}\n", i, i, text }'
  } >"$scratch/large.yaml"
  expect_code 0 "$ctl" import --into large "$scratch/large.yaml" || return 1
  expect_text "$scratch/out" '^500 added$' || return 1
  expect_code 0 "$ctl" import --into large "$scratch/large.yaml" || return 1
  expect_text "$scratch/out" '^500 unchanged$'
}

test_too_many_objects_are_refused_at_once() {
  {
    printf 'metadata: {id: MANY}\ncontrols:\n'
    awk 'BEGIN { for (i = 1; i <= 10001; i++) printf "  - {id: N%d, title: T, objective: O.}\n", i }'
  } >"$scratch/many.yaml"
  expect_code 2 "$ctl" import --into more "$scratch/many.yaml" || return 1
  expect_text "$scratch/err" '10001 objects; one call takes at most 10000' || return 1
  expect_text "$scratch/err" 'Nothing was stored'
}

# The server refuses one of two: an identifier of the platform's namespace.
test_an_object_that_the_server_refuses_keeps_the_others_out() {
  cat >"$scratch/refused.yaml" <<YAML
metadata: {id: REFUSED}
controls: [{id: R1, title: T, objective: O.}]
YAML
  expect_code 2 "$ctl" import --into platform "$scratch/refused.yaml" || return 1
  expect_text "$scratch/err" 'Nothing was stored'
}

run_tests

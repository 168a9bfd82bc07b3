#!/bin/sh
# Catalogs and models, written in the formats of others with catalogctl, and taken back from there.
set -u
. "$(dirname "$0")/lib.sh"
client_only
start_daemon
load_catalogs
data=../shared/data
python=/usr/bin/python3

# comes_back FORMAT ENDING NAMESPACE PATH...: exported, imported and exported again it is the same file.
comes_back() {
  format=$1 ending=$2 space=$3
  shift 3
  rm -rf "$scratch/back"
  expect_code 0 "$ctl" export --to "$format" "$@" || return 1
  cp "$scratch/out" "$scratch/first$ending"
  expect_code 0 "$ctl" import --into "$space" --to-dir "$scratch/back" "$scratch/first$ending" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/back" || return 1
  expect_code 0 "$ctl" export --to "$format" "$scratch/back"/*.yaml || return 1
  cmp "$scratch/first$ending" "$scratch/out" || fail "$format of $* comes back as something else"
}

# The files that hold a model: features and components have one each.
models() {
  grep -lE '^kind: (component|feature)$' catalogs/*/*.yaml
}

namespace_of() {
  sed -n 's#^name: \([^/]*\)/.*#\1#p' "$1" | head -1
}

# valid SCHEMA FILE: it validates, where the schema and a validator are there.
valid() {
  [ -f "$data/$1" ] && "$python" -c 'import jsonschema' 2>/dev/null || return 0
  expect_code 0 "$python" -m jsonschema -i "$2" "$data/$1"
}

test_native_is_applied_again_without_a_change() {
  expect_code 0 "$ctl" export --to native 'stride/*' 'baseline/*' -o "$scratch/native.yaml" || return 1
  [ ! -s "$scratch/err" ] || fail "something was lost" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/native.yaml" || return 1
  expect_code 0 "$ctl" apply --publish "$scratch/native.yaml" || return 1
  ! grep -qE ' (created|updated|published) ' "$scratch/out" || fail "something changed"
}

test_a_stored_model_is_written_as_its_file_is() {
  for format in otm threat-composer gemara dot; do
    name=inhouse/login
    expect_code 0 "$ctl" export --to "$format" "$name" -o "$scratch/stored" || return 1
    expect_code 0 "$ctl" export --to "$format" --offline --with ./catalogs catalogs/$name.yaml -o "$scratch/file" || return 1
    cmp "$scratch/stored" "$scratch/file" || fail "$format of $name differs from its file's" || return 1
  done
}

test_shipped_models_come_back_from_otm() {
  for file in $(models); do
    comes_back otm .json "$(namespace_of "$file")" "$file" || return 1
    expect_code 0 "$ctl" apply --dry-run "$scratch/back" || return 1
    valid otm/otm_schema.json "$scratch/first.json" || return 1
  done
}

test_shipped_models_come_back_from_threat_composer() {
  for file in $(models); do
    comes_back threat-composer .tc.json "$(namespace_of "$file")" "$file" || return 1
    expect_code 0 "$ctl" apply --dry-run "$scratch/back" || return 1
    valid threat-composer/threat-composer-v1.schema.json "$scratch/first.tc.json" || return 1
  done
}

test_shipped_catalogs_and_components_come_back_from_gemara() {
  for file in catalogs/*/*.yaml; do
    grep -qE '^kind: (threat|control|component)$' "$file" || continue
    comes_back gemara .yaml "$(namespace_of "$file")" "$file" || return 1
  done
}

test_what_otm_and_threat_composer_carry_is_what_the_model_says() {
  file=catalogs/examples/invoice-upload.yaml
  for format in otm threat-composer; do
    expect_code 0 "$ctl" export --to "$format" -o "$scratch/model.json" "$file" || return 1
    rm -rf "$scratch/model"
    expect_code 0 "$ctl" import --into examples --to-dir "$scratch/model" "$scratch/model.json" || return 1
    expect_code 0 "$ctl" resolve "$file" --no-lock --output json --at 2026-06-01 || return 1
    grep -v Digest "$scratch/out" >"$scratch/before"
    expect_code 0 "$ctl" resolve "$scratch/model/invoice-upload.yaml" --no-lock --output json --at 2026-06-01 || return 1
    grep -v Digest "$scratch/out" >"$scratch/after"
    cmp "$scratch/before" "$scratch/after" || fail "what came back from $format resolves to something else" || return 1
  done
}

test_losses_are_listed_and_are_no_failure() {
  expect_code 0 "$ctl" export --to gemara 'stride/*' -o "$scratch/stride.yaml" || return 1
  expect_text "$scratch/err" '^loss: stride/actor-impersonation: there is no place for likelihood \(4\)$' || return 1
  expect_text "$scratch/err" '^losses: [0-9]+, warnings: 0$' || return 1
  [ "$(grep -c '^loss: ' "$scratch/err")" -eq "$(sed -n 's/^losses: \([0-9]*\),.*/\1/p' "$scratch/err")" ] ||
    fail "the count is not that of the lines" || return 1
  expect_code 0 "$ctl" export --to otm --offline catalogs/examples/invoice-upload.yaml -o "$scratch/alone.json" || return 1
  expect_text "$scratch/err" '^warning: stride/flow-disclosure: no threat of this name is known here'
}

test_tables_hold_one_kind() {
  expect_code 2 "$ctl" export --to csv 'aws/*' || return 1
  expect_text "$scratch/err" 'threats, controls or models' || return 1
  expect_code 0 "$ctl" export --to csv --kind control 'baseline/*' || return 1
  [ "$(grep -c '^baseline/' "$scratch/out")" -eq "$(cat catalogs/baseline/*.yaml | grep -c '^kind: control$')" ] ||
    fail "a control has no row, or two" || return 1
  expect_code 0 "$ctl" export --to csv --kind feature ./catalogs/examples || return 1
  expect_text "$scratch/out" '^examples/invoice-upload,1.0.0,hostile-file,stride/process-tampering,'
}

test_what_is_resolved_is_drawn() {
  expect_code 0 "$ctl" export --to dot --resolve --no-lock examples/invoice-upload || return 1
  expect_text "$scratch/out" 'aws/s3' || return 1
  expect_text "$scratch/err" 'revision [0-9]+, as of'
}

test_what_is_resolved_is_looked_up_in_its_versions() {
  cat >"$scratch/part.yaml" <<'YAML'
kind: component
name: own/part
version: 1.0.0
title: The old part
service_class: saas
responsibilities: [{id: keep, statement: See to it.}]
YAML
  cat >"$scratch/user.yaml" <<'YAML'
kind: feature
name: own/user
version: 1.0.0
title: Its user
dependencies: [{alias: part, component: own/part, requirement: ^1.0}]
YAML
  expect_code 0 "$ctl" apply --publish "$scratch/part.yaml" "$scratch/user.yaml" || return 1
  sed 's/1.0.0/2.0.0/; s/old/new/' "$scratch/part.yaml" >"$scratch/newer.yaml"
  expect_code 0 "$ctl" apply --publish "$scratch/newer.yaml" || return 1
  expect_code 0 "$ctl" export --to otm --resolve --no-lock own/user || return 1
  expect_text "$scratch/out" '"The old part"' || return 1
  expect_code 0 "$ctl" export --to otm own/user || return 1
  expect_text "$scratch/out" '"The new part"'
}

test_a_draft_is_written_when_asked() {
  printf 'kind: threat\nname: own/idea\ntitle: An idea\n' >"$scratch/idea.yaml"
  expect_code 0 "$ctl" apply "$scratch/idea.yaml" || return 1
  expect_code 2 "$ctl" export --to native own/idea || return 1
  expect_code 0 "$ctl" export --to native --draft own/idea || return 1
  expect_text "$scratch/out" '^title: An idea$'
}

test_slips_are_refused_in_words() {
  expect_code 2 "$ctl" export aws/s3 || return 1
  expect_text "$scratch/err" 'help: --to native, ' || return 1
  expect_code 2 "$ctl" export --to omt aws/s3 || return 1
  expect_text "$scratch/err" 'there is no format omt' || return 1
  expect_text "$scratch/err" 'otm.*threat-composer.*gemara.*csv.*dot' || return 1
  expect_code 2 "$ctl" export --to otm aws/s33 || return 1
  expect_text "$scratch/err" 'aws/s33' || return 1
  expect_code 2 "$ctl" export --to otm 'nowhere/*' || return 1
  expect_text "$scratch/err" 'no objects in nowhere' || return 1
  expect_code 2 "$ctl" export --to otm "$scratch/none.yaml" || return 1
  expect_code 2 "$ctl" export --to otm --with "$scratch/none.yaml" aws/s3 || return 1
  expect_code 2 "$ctl" export --to otm --offline aws/s3 || return 1
  expect_text "$scratch/err" 'cannot be had without a server' || return 1
  expect_code 2 "$ctl" export --to otm --output json aws/s3 || return 1
  expect_code 2 "$ctl" export --to otm aws/s3 aws/kms || return 1
  expect_text "$scratch/err" 'holds one object' || return 1
  expect_code 2 "$ctl" export --to otm stride/flow-disclosure || return 1
  expect_text "$scratch/err" 'component, feature' || return 1
  expect_code 2 "$ctl" --url "ipc://$scratch/nobody" export --to otm catalogs/examples/invoice-upload.yaml || return 1
  expect_text "$scratch/err" 'no catalog server answers'
}

test_nothing_is_left_behind_where_it_cannot_be_written() {
  expect_code 2 "$ctl" export --to otm aws/s3 -o "$scratch/no/such/folder.json" || return 1
  expect_text "$scratch/err" 'cannot be written' || return 1
  printf 'old' >"$scratch/kept.json"
  expect_code 2 "$ctl" export --to otm aws/s3 aws/kms -o "$scratch/kept.json" || return 1
  [ "$(cat "$scratch/kept.json")" = old ] || fail "a refused export touched the file"
}

test_hostile_texts_stay_texts() {
  cat >"$scratch/hostile.yaml" <<'YAML'
kind: feature
name: own/hostile
title: "<script>alert(1)</script> \u202Eturned\u202C ]]>"
elements: [{id: a, kind: process, title: "\"}],\"x\":[{"}]
threats:
  - {id: t, inline: {title: "=1+1", description: "line\u2028end \U000E0041 null: ~"}, on: a}
YAML
  comes_back otm .json own "$scratch/hostile.yaml" || return 1
  expect_text "$scratch/first.json" '<script>alert\(1\)</script> \\u202eturned\\u202c' || return 1
  expect_text "$scratch/first.json" 'line\\u2028end \\udb40\\udc41 null' || return 1
  comes_back threat-composer .tc.json own "$scratch/hostile.yaml" || return 1
  expect_code 0 "$ctl" export --to csv "$scratch/hostile.yaml" || return 1
  expect_text "$scratch/out" "'=1\+1"
}

# real FORMAT ENDING FILE: what FILE becomes comes back from FORMAT, model by model.
real() {
  rm -rf "$scratch/real"
  expect_code 0 "$ctl" import --into real --to-dir "$scratch/real" "$data/$3" || return 1
  for model in "$scratch/real"/*.yaml; do
    comes_back "$1" "$2" real "$model" || return 1
  done
}

test_real_models_come_back() {
  [ -d "$data/otm" ] || return 0
  for file in otm/EXAMPLE.json otm/EXAMPLE.yaml otm/startleft-cft_example.yaml otm/startleft-lucid_example.yaml \
    otm/startleft-manual_threat_model.yaml otm/startleft-minimal_content.yaml otm/startleft-mtmt_example.yaml \
    threat-composer/GenAIChatbot.tc.json threat-composer/ThreatComposer.tc.json \
    threat-composer/ThreatModelingForBuilders-Exercise1.tc.json \
    threat-composer/ThreatModelingForBuilders-Exercise4.tc.json threat-dragon/v2-test-reports.json; do
    real otm .json "$file" || return 1
    valid otm/otm_schema.json "$scratch/first.json" || return 1
    real threat-composer .tc.json "$file" || return 1
    valid threat-composer/threat-composer-v1.schema.json "$scratch/first.tc.json" || return 1
  done
}

test_real_catalogs_come_back() {
  [ -d "$data/ccc" ] || return 0
  for source in gemara/good-capability-catalog.yaml gemara/good-ccc.yaml gemara/good-lifecycle.yaml \
    gemara/good-threat-catalog.yaml ccc/compute/serverless-computing ccc/core/core ccc/crypto/key \
    ccc/database/relational ccc/networking/vpc ccc/storage/object; do
    rm -rf "$scratch/real"
    expect_code 0 "$ctl" import --into real --to-dir "$scratch/real" "$data/$source" || return 1
    comes_back gemara .yaml real "$scratch/real"/*.yaml || return 1
  done
}

run_tests

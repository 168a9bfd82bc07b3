#!/bin/sh
# Models and libraries of threats that are kept as files, taken over with catalogctl and written again: the OWASP Threat
# Model Library, Threagile, pytm.
set -u
. "$(dirname "$0")/lib.sh"
client_only
start_daemon
data=../shared/data
schema=$data/tml/threat-model.schema.json

# again PATH: stored twice, every object is the same.
again() {
  expect_code 0 "$ctl" import --into lib "$1" || return 1
  expect_code 0 "$ctl" import --into lib "$1" || return 1
  ! grep -qE '  (created|updated)  ' "$scratch/out" || fail "$1: the second import changes something"
}

# native PATH: what it becomes is sound, written as it should be, and without markup.
native() {
  rm -rf "$scratch/native"
  expect_code 0 "$ctl" import --into lib --to-dir "$scratch/native" "$1" || return 1
  cp "$scratch/out" "$scratch/report"
  expect_code 0 "$ctl" lint "$scratch/native" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/native" || return 1
  ! grep -qE '</?(a|b|i|u|br|p)( [^>]*)?>' "$scratch/native"/*.yaml || fail "$1: there is markup in a text"
}

# kinds FEATURES THREATS CONTROLS: how many objects of each kind were written.
kinds() {
  found=
  for kind in feature threat control; do
    found="$found $(cat "$scratch/native"/*.yaml | grep -c "^kind: $kind\$")"
  done
  [ "$found" = " $*" ] || fail "features, threats, controls are$found instead of $*"
}

# holds NAME LIST COUNT...: how many entries the lists of an object have.
holds() {
  holder=$scratch/native/$1.yaml
  shift
  while [ $# -gt 0 ]; do
    found=$(awk -v wanted="$1:" '/^[a-z_]+:/ { list = $1 } /^  - / && list == wanted { count++ } END { print count + 0 }' \
      "$holder")
    [ "$found" = "$2" ] || fail "$holder: $1 has $found entries instead of $2" || return 1
    shift 2
  done
}

# lines COUNT PATTERN FILE...: how many lines of the files match.
lines() {
  wanted=$1
  pattern=$2
  shift 2
  found=$(cat "$@" | grep -cE -- "$pattern")
  [ "$found" = "$wanted" ] || fail "$found lines match $pattern instead of $wanted"
}

# notes COUNT PATTERN: how many notes of the last import match, however the report breaks its lines.
notes() {
  found=$(tr '\n' ' ' <"$scratch/report" | tr -s ' ' | sed 's/ \(loss\|warning\) /\n\1 /g' | grep -cE -- "$2")
  [ "$found" = "$1" ] || fail "$found notes match $2 instead of $1"
}

# valid FILE: as the published schema has it, where there is a validator.
valid() {
  [ -f "$schema" ] && /usr/bin/python3 -c 'import jsonschema' 2>/dev/null || return 0
  expect_code 0 /usr/bin/python3 -W ignore -m jsonschema -i "$1" "$schema"
}

# comes_back FOLDER NAMESPACE MODEL: written, taken over and written again, the file is the same. FOLDER holds what the
# model names.
comes_back() {
  rm -rf "$scratch/round"
  mkdir "$scratch/round"
  expect_code 0 "$ctl" export --offline --with "$1" --to tml "$3" -o "$scratch/round/1.json" || return 1
  valid "$scratch/round/1.json" || return 1
  expect_code 0 "$ctl" import --into "$2" --to-dir "$scratch/round/native" "$scratch/round/1.json" || return 1
  expect_code 0 "$ctl" export --offline --with "$1" --to tml "$scratch/round/native"/*.yaml -o "$scratch/round/2.json" ||
    return 1
  cmp "$scratch/round/1.json" "$scratch/round/2.json" || fail "$3 is written differently the second time"
}

# models FOLDER: the files below it that hold a model.
models() {
  grep -lE '^kind: (feature|component)$' -r "$1" | LC_ALL=C sort
}

mkdir -p "$scratch/bakery/parts/deep"
cat >"$scratch/bakery/main.yaml" <<YAML
threagile_version: 1.0.0
includes: [parts/data.yaml, parts/assets.yaml, parts/later.yaml]
YAML
printf '\n# nothing yet\n' >"$scratch/bakery/parts/later.yaml"
cat >"$scratch/bakery/parts/data.yaml" <<YAML
title: Bakery
data_assets: {Recipe: {id: recipe, description: "How to <i>bake</i>"}}
YAML
cat >"$scratch/bakery/parts/assets.yaml" <<YAML
includes: [deep/risks.yaml]
technical_assets: {Oven: {id: oven, type: process, data_assets_stored: [recipe, gone]}}
YAML
cat >"$scratch/bakery/parts/deep/risks.yaml" <<YAML
risk_tracking: {missing-hardening@oven: {status: mitigated}, made-up@oven: {status: accepted}}
YAML

test_a_model_is_read_from_the_files_that_it_includes() {
  native "$scratch/bakery/main.yaml" || return 1
  kinds 1 1 0 || return 1
  holds bakery elements 1 assets 1 threats 1 mitigations 1 || return 1
  notes 1 'parts/assets\.yaml:2:[0-9]+: there is no data asset "gone"' || return 1
  notes 1 'the rule "made-up" is unknown' || return 1
  again "$scratch/bakery/main.yaml"
}

# refused INCLUDE REASON [FILE that is to blame, without .yaml]
refused() {
  printf 'threagile_version: 1.0.0\nincludes: [%s]\n' "$1" >"$scratch/bakery/bad.yaml"
  expect_code 2 "$ctl" import "$scratch/bakery/bad.yaml" || return 1
  expect_text "$scratch/err" "${3:-bad}\.yaml:[12]:1[12]: .*is not included: $2" || return 1
  expect_code 0 "$ctl" import --dry-run --keep-going --into lib "$scratch/bakery/bad.yaml"
}

test_no_file_outside_of_the_directory_is_included() {
  echo 'title: Secret' >"$scratch/secret.yaml"
  ln -sf "$scratch" "$scratch/bakery/out"
  ln -sf "$scratch/secret.yaml" "$scratch/bakery/linked.yaml"
  echo 'includes: [../data.yaml]' >"$scratch/bakery/parts/deep/nested.yaml"
  echo '[1, 2]' >"$scratch/bakery/parts/list.yaml"
  refused ../secret.yaml 'only files below' || return 1
  refused parts/../../secret.yaml 'only files below' || return 1
  refused "$scratch/secret.yaml" 'only files below' || return 1
  refused https://example.org/secret.yaml 'only files below' || return 1
  refused linked.yaml 'a part of its path is a symbolic link' || return 1
  refused out/secret.yaml 'a part of its path is a symbolic link' || return 1
  refused parts 'there is no such file' || return 1
  refused parts/none.yaml 'there is no such file' || return 1
  refused parts/list.yaml 'it holds no mapping' || return 1
  echo 'includes: [loop.yaml]' >"$scratch/bakery/loop.yaml"
  refused parts/deep/nested.yaml 'only files below' nested || return 1
  refused loop.yaml 'it is read already' loop
}

test_a_model_that_goes_out_comes_back() {
  native "$scratch/bakery/main.yaml" || return 1
  comes_back "$scratch/native" lib "$scratch/native/bakery.yaml" || return 1
  expect_code 0 "$ctl" export --offline --with "$scratch/native" --to tml "$scratch/native/bakery.yaml" || return 1
  expect_text "$scratch/err" 'loss: lib/bakery: .tier. is not known'
}

test_the_shipped_models_come_back() {
  for model in $(models catalogs); do
    name_space=$(sed -n 's/^name: \([^/]*\)\/.*/\1/p' "$model" | head -n 1)
    comes_back catalogs "$name_space" "$model" || return 1
  done
}

# The numbers are those of the files, counted apart from the importers. What stands for the whole is one more element.
test_real_models_of_the_library_keep_their_numbers() {
  [ -d "$data/tml" ] || return 0
  native "$data/tml/husky-ai-threat-model.json" || return 1
  kinds 1 0 0 || return 1
  holds husky-ai elements 18 data_flows 22 trust_zones 3 assets 7 threats 9 mitigations 22 || return 1
  lines 12 'scheme: cwe$' "$scratch/native/husky-ai.yaml" || return 1
  lines 9 'scheme: capec$' "$scratch/native/husky-ai.yaml" || return 1
  lines 4 'status: implemented$' "$scratch/native/husky-ai.yaml" || return 1
  lines 8 '^      likelihood: [1-5]$' "$scratch/native/husky-ai.yaml" || return 1
  notes 1 'no source "user": the flow is left out' || return 1
  notes 1 'no data_store "bastion"' || return 1
  again "$data/tml/husky-ai-threat-model.json" || return 1
  native "$data/tml/hashicorp-vault-threat-model.json" || return 1
  holds hashicorp-vault elements 19 data_flows 24 trust_zones 4 assets 3 threats 8 mitigations 23 || return 1
  lines 14 'scheme: cwe$' "$scratch/native/hashicorp-vault.yaml" || return 1
  lines 8 'scheme: capec$' "$scratch/native/hashicorp-vault.yaml" || return 1
  notes 3 'no trust zone "public-internet' || return 1
  again "$data/tml/hashicorp-vault-threat-model.json" || return 1
  expect_code 2 "$ctl" import "$data/tml/threat-model.schema.json"
}

# 77 threats: 2 that were identified, 11 abuse cases, and those that six records are about: one asset, the 3 links to the
# directory, twice all 10 assets in scope and twice all 20 links.
test_real_threagile_models_keep_their_numbers() {
  [ -d "$data/threagile" ] || return 0
  native "$data/threagile/example.yaml" || return 1
  kinds 1 7 1 || return 1
  holds some-example-application elements 15 data_flows 20 trust_zones 6 assets 12 entry_points 4 threats 77 \
    mitigations 9 || return 1
  lines 3 '^    parent: application-network$' "$scratch/native/some-example-application.yaml" || return 1
  notes 4 'nothing in a model is out of scope' || return 1
  again "$data/threagile/example.yaml" || return 1
  native "$data/threagile/stub.yaml" || return 1
  kinds 1 1 1 || return 1
  holds model-stub elements 3 data_flows 1 trust_zones 2 assets 1 threats 2 mitigations 2 || return 1
  again "$data/threagile/stub.yaml" || return 1
  native "$data/threagile/rule-accidental-secret-leak.yaml" || return 1
  kinds 0 1 1 || return 1
  notes 1 'nothing is run' || return 1
  again "$data/threagile/rule-accidental-secret-leak.yaml"
}

test_real_pytm_files_keep_their_numbers() {
  [ -d "$data/pytm" ] || return 0
  native "$data/pytm/threats.json" || return 1
  kinds 0 114 114 || return 1
  lines 145 'scheme: cwe$' "$scratch/native"/*.yaml || return 1
  lines 99 'scheme: capec$' "$scratch/native"/*.yaml || return 1
  lines 2 'scheme: cve$' "$scratch/native"/*.yaml || return 1
  lines 20 '^  *url: http' "$scratch/native"/*.yaml || return 1
  lines 114 '^applies_when: ' "$scratch/native"/*.yaml || return 1
  again "$data/pytm/threats.json" || return 1
  native "$data/pytm/model-output.json" || return 1
  kinds 1 0 0 || return 1
  holds my-test-tm elements 5 data_flows 6 trust_zones 2 assets 1 threats 0 mitigations 0 || return 1
  again "$data/pytm/model-output.json"
}

test_real_models_come_back() {
  [ -d "$data/tml" ] || return 0
  for source in tml/husky-ai-threat-model.json tml/hashicorp-vault-threat-model.json threagile/example.yaml \
    threagile/stub.yaml pytm/model-output.json threat-composer/GenAIChatbot.tc.json threat-dragon/v2-test-reports.json \
    otm/startleft-mtmt_example.yaml; do
    rm -rf "$scratch/native"
    expect_code 0 "$ctl" import --into lib --to-dir "$scratch/native" "$data/$source" || return 1
    for model in $(models "$scratch/native"); do
      comes_back "$scratch/native" lib "$model" || return 1
    done
  done
}

run_tests

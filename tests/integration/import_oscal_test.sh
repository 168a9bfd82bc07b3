#!/bin/sh
# OSCAL catalogs, profiles, component definitions and plans, taken over with catalogctl.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data
catalogs=$data/oscal-catalog
profiles=$data/oscal-profile
prefix=NIST_SP-800-53_rev5

cat >"$scratch/rules.yaml" <<YAML
catalog:
  uuid: 00000000-0000-4000-8000-000000000001
  metadata: {title: House rules, version: 1.0, oscal-version: 1.1.2}
  groups:
    - id: doors
      title: Doors
      controls: [{id: d-1, title: Lock, parts: [{name: statement, prose: Doors are locked.}]}, {id: d-2, title: Ring}]
YAML
cat >"$scratch/night.json" <<JSON
{"profile": {"uuid": "00000000-0000-4000-8000-000000000002",
  "metadata": {"title": "At night", "version": "1.0", "oscal-version": "1.1.2"},
  "imports": [{"href": "rules.json", "include-controls": [{"with-ids": ["d-1"]}]}]}}
JSON

test_a_profile_with_its_catalog_becomes_a_baseline() {
  expect_code 0 "$ctl" import --into house "$scratch/rules.yaml" "$scratch/night.json" || return 1
  expect_text "$scratch/out" 'house/at-night +baseline +created' || return 1
  expect_text "$scratch/out" 'house/house-rules-d-1 +control +created +Lock' || return 1
  expect_code 0 "$ctl" import --into house "$scratch/rules.yaml" "$scratch/night.json" || return 1
  expect_text "$scratch/out" 'house/at-night +baseline +unchanged' || return 1
  expect_code 0 "$ctl" taxonomy list || return 1
  expect_text "$scratch/out" 'house-rules +1\.0'
}

test_a_directory_is_read_catalogs_first() {
  mkdir "$scratch/tree"
  cp "$scratch/night.json" "$scratch/tree/a.json"
  cp "$scratch/rules.yaml" "$scratch/tree/rules.yaml"
  expect_code 0 "$ctl" import --into tree --to-dir "$scratch/native" "$scratch/tree" || return 1
  expect_code 0 "$ctl" lint "$scratch/native/at-night.yaml" "$scratch/native/house-rules-d-1.yaml" || return 1
  expect_text "$scratch/native/house-rules-d-1.yaml" 'objective: Doors are locked\.'
}

test_xml_is_refused_in_words() {
  printf '<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0"/>\n' >"$scratch/rules.xml"
  expect_code 2 "$ctl" import "$scratch/rules.xml" || return 1
  expect_text "$scratch/err" 'rules\.xml.*XML.*oscal-cli'
}

# release FILE NAME CONTROLS ENHANCEMENTS GROUPS: what the one release of FILE holds; stored twice, it is the same.
release() {
  rm -rf "$scratch/release"
  expect_code 0 "$ctl" import --to-dir "$scratch/release" "$catalogs/$1" || return 1
  [ -f "$scratch/release/$2.taxonomy.yaml" ] || fail "$1: there is no release $2: $(ls "$scratch/release")" || return 1
  found=$(awk '/^    kind: / { count[$2]++ }
    END { print count["control"] + 0, count["enhancement"] + 0, count["group"] + 0 }' "$scratch/release/$2.taxonomy.yaml")
  [ "$found" = "$3 $4 $5" ] || fail "$1: controls, enhancements, groups are $found instead of $3 $4 $5" || return 1
  expect_code 0 "$ctl" import "$catalogs/$1" || return 1
  expect_code 0 "$ctl" import "$catalogs/$1" || return 1
  ! grep -qE '  (created|updated|added|changed)  ' "$scratch/out" || fail "$1: the second import changes something"
}

# The numbers are those of the files, counted apart from the importer.
test_real_catalogs_keep_their_numbers() {
  [ -d "$catalogs" ] || return 0
  release ${prefix}_LOW-baseline-resolved-profile_catalog.yaml 'nist-800-53-rev5-149-low-5.1.1+u4' 131 18 18 ||
    return 1
  ! grep -q '{{' "$scratch/release"/*.yaml || fail "an insert was left in a text" || return 1
  release ${prefix}_MODERATE-baseline-resolved-profile_catalog.json 'nist-800-53-rev5-287-moderate-5.1.1+u4' \
    177 110 18 || return 1
  ! grep -q '{{' "$scratch/release"/*.yaml || fail "an insert was left in a text" || return 1
  release basic-catalog.json sample-security-catalog-for-demonstration-and-testing-1.1 4 0 4 || return 1
  expect_code 0 "$ctl" taxonomy list || return 1
  expect_text "$scratch/out" 'rev5-149-low-5\.1\.1\+u4 +167' || return 1
  expect_text "$scratch/out" 'rev5-287-moderate-5\.1\.1\+u4 +305'
}

# Both baselines are there: a reference without a release goes to the larger one.
test_references_resolve_in_the_larger_baseline() {
  [ -d "$catalogs" ] || return 0
  expect_code 0 "$ctl" taxonomy show nist-800-53 ac-2.3 || return 1
  expect_text "$scratch/out" 'Disable Accounts'
}

# baseline LEVEL ENTRIES
baseline() {
  rm -rf "$scratch/model"
  expect_code 0 "$ctl" import --into nist --to-dir "$scratch/model" \
    "$profiles/${prefix}_$(echo "$1" | tr a-z A-Z)-baseline_profile.json" || return 1
  expect_code 0 "$ctl" lint "$scratch/model" || return 1
  found=$(grep -c '^  - id: ' "$scratch/model/nist-800-53-rev5-$1.yaml")
  [ "$found" -eq "$2" ] || fail "$1: there are $found entries instead of $2" || return 1
  found=$(cat "$scratch/model"/*.yaml | grep -c '^kind: control$')
  [ "$found" -eq "$2" ] || fail "$1: there are $found controls instead of $2"
}

test_real_profiles_keep_their_numbers() {
  [ -d "$profiles" ] || return 0
  baseline high 370 || return 1
  baseline low 149 || return 1
  baseline moderate 287 || return 1
  baseline privacy 96
}

# A feature is held to the baseline once it is published.
test_a_real_profile_with_its_catalog_binds_features() {
  [ -d "$profiles" ] || return 0
  expect_code 0 "$ctl" import --into low --to-dir "$scratch/low" \
    "$catalogs/${prefix}_LOW-baseline-resolved-profile_catalog.yaml" \
    "$profiles/${prefix}_LOW-baseline_profile.json" || return 1
  expect_text "$scratch/low/nist-800-53-ac-2.yaml" '^title: Account Management$' || return 1
  expect_code 0 "$ctl" apply --publish "$scratch/low"/nist-800-53-??-*.yaml \
    "$scratch/low/nist-800-53-rev5-low.yaml" || return 1
  cat >"$scratch/feature.yaml" <<YAML
kind: feature
name: shop/orders
title: Orders
workload: shop
owner: team-shop
stage: design
elements: [{id: api, kind: process, title: The API}]
YAML
  "$ctl" resolve --output yaml "$scratch/feature.yaml" >"$scratch/out" 2>"$scratch/err" || true
  expect_text "$scratch/out" 'control: low/nist-800-53-ac-2$'
}

# components FILE COMPONENTS CONTROLS PROVISIONS: what FILE becomes; stored twice, it is the same.
components() {
  rm -rf "$scratch/model"
  expect_code 0 "$ctl" import --into real --to-dir "$scratch/model" "$data/$1" || return 1
  expect_code 0 "$ctl" lint "$scratch/model" || return 1
  found="$(cat "$scratch/model"/*.yaml | grep -c '^kind: component$') $(cat "$scratch/model"/*.yaml |
    grep -c '^kind: control$') $(cat "$scratch/model"/*.yaml | awk '
      /^[a-z_]+:/ { list = $1 }
      /^  - id: / && list == "provides:" { count++ }
      END { print count + 0 }')"
  [ "$found" = "$2 $3 $4" ] || fail "$1: components, controls, provisions are $found instead of $2 $3 $4" || return 1
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  ! grep -qE '  (created|updated)  ' "$scratch/out" || fail "$1: the second import changes something"
}

# Of the 122 spellings of controls in the one of Big Bang, ten differ only in case.
test_real_component_definitions_keep_their_numbers() {
  [ -d "$data/oscal-component" ] || return 0
  components oscal-component/bigbang-oscal-component.yaml 12 112 174 || return 1
  expect_code 0 "$ctl" import --dry-run --into real --output json "$data/oscal-component/bigbang-oscal-component.yaml" ||
    return 1
  found=$(grep -c 'the UUID .* is that of line' "$scratch/out")
  [ "$found" -eq 17 ] || fail "there are $found UUIDs used again instead of 17" || return 1
  components oscal-component/example-component-definition.json 1 3 3 || return 1
  components oscal-component/example-component.json 1 1 2 || return 1
  components oscal-component/trestle-bp-component-definition.json 1 21 21
}

test_a_real_plan_keeps_what_it_exports() {
  [ -d "$data/oscal-ssp" ] || return 0
  components oscal-ssp/oscal_leveraged-example_ssp.json 1 1 2 || return 1
  found=$(grep -c '^  - id: ac-2-a.*-duty$' "$scratch/model/leveraged-iaas-system.yaml")
  [ "$found" -eq 2 ] || fail "there are $found responsibilities instead of 2"
}

# comes_back FORMAT: what a shipped component is written as becomes the same again.
comes_back() {
  "$ctl" export --to "$1" --offline --with catalogs/baseline --file "$scratch/first.json" catalogs/aws/s3-1.1.yaml \
    2>"$scratch/err" || fail "$1: it is not written: $(cat "$scratch/err")" || return 1
  rm -rf "$scratch/again"
  expect_code 0 "$ctl" import --into aws --to-dir "$scratch/again" "$scratch/first.json" || return 1
  "$ctl" export --to "$1" --offline --with catalogs/baseline --file "$scratch/second.json" "$scratch/again/s3.yaml" \
    2>"$scratch/err" || fail "$1: it is not written again: $(cat "$scratch/err")" || return 1
  cmp "$scratch/first.json" "$scratch/second.json" || fail "$1: the second export differs"
}

test_exports_come_back() {
  comes_back oscal || return 1
  expect_text "$scratch/first.json" '"control-id": "sc-28"' || return 1
  comes_back oscal-ssp || return 1
  expect_text "$scratch/first.json" '"provided-uuid"'
}

run_tests

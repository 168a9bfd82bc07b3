#!/bin/sh
# Models of services and of code repositories, taken over with catalogctl: TrustOnCloud, CycloneDX, hcltm.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data

# again FILE: stored twice, every object is the same.
again() {
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  expect_code 0 "$ctl" import --into real "$data/$1" || return 1
  ! grep -qE '  (created|updated)  ' "$scratch/out" || fail "$1: the second import changes something"
}

# native FILE: what it becomes is sound and written as it should be.
native() {
  rm -rf "$scratch/native"
  expect_code 0 "$ctl" import --into real --to-dir "$scratch/native" "$data/$1" || return 1
  expect_code 0 "$ctl" lint "$scratch/native" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/native"
}

# kinds THREATS CONTROLS COMPONENTS FEATURES: how many objects of each kind were written.
kinds() {
  found=
  for kind in threat control component feature; do
    found="$found $(cat "$scratch/native"/*.yaml | grep -c "^kind: $kind\$" || :)"
  done
  [ "$found" = " $*" ] || fail "threats, controls, components, features are$found instead of $*"
}

# holds FILE LIST COUNT...: how many entries the lists of an object have.
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

# The numbers are those of the file, counted apart from the importer; the service itself is one more element.
test_a_real_service_keeps_its_numbers() {
  [ -d "$data/trustoncloud" ] || return 0
  native trustoncloud/threatmodel-aws-s3.json || return 1
  kinds 64 173 1 0 || return 1
  holds aws-s3 elements 37 entry_points 2 threats 64 responsibilities 40 || return 1
  found=$(grep -hE '^  - threat: real/s3-t' "$scratch/native"/s3-c*.yaml | wc -l)
  [ "$found" -eq 505 ] || fail "controls answer $found threats instead of 505" || return 1
  found=$(grep -c '^      - [^:]*:' "$scratch/native/aws-s3.yaml")
  [ "$found" -eq 200 ] || fail "there are $found actions instead of 200" || return 1
  ! grep -qE '</?(a|b|i|br)[ >]' "$scratch/native"/*.yaml || fail "there is markup in a text" || return 1
  again trustoncloud/threatmodel-aws-s3.json
}

test_a_feature_inherits_from_a_real_service() {
  [ -d "$data/trustoncloud" ] || return 0
  native trustoncloud/threatmodel-aws-s3.json || return 1
  expect_code 0 "$ctl" apply --publish "$scratch/native" || return 1
  cat >"$scratch/feature.yaml" <<YAML
kind: feature
name: shop/invoices
title: Invoices are stored
workload: shop
owner: team-shop
stage: design
dependencies: [{alias: objects, component: real/aws-s3, requirement: "*", exposures: {s3: internet}}]
elements: [{id: api, kind: process, title: The API}]
data_flows: [{id: store, from: api, to: objects.s3}]
mitigations:
  - {id: tls, control: real/s3-c1, mitigates: [real/s3-t12], on: [objects], status: implemented}
answers: [{to: objects.s3-co1, by: [tls]}]
YAML
  "$ctl" resolve --output yaml "$scratch/feature.yaml" >"$scratch/out" 2>"$scratch/err" || true
  expect_text "$scratch/out" 'key: real/s3-t12@objects\.s3-fc1' || return 1
  expect_text "$scratch/out" 'address: objects\.s3-co40' || return 1
  expect_text "$scratch/out" 'control: real/s3-c1'
}

cat >"$scratch/bom.json" <<JSON
{"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": {"bom-ref": "a", "name": "Parcels"}},
 "services": [{"bom-ref": "desk", "name": "Desk", "endpoints": ["https://desk.example/"], "authenticated": true}],
 "dependencies": [{"ref": "a", "dependsOn": ["desk"]}]}
JSON

test_services_become_a_draft_and_again_change_nothing() {
  expect_code 0 "$ctl" import --into bom "$scratch/bom.json" || return 1
  expect_text "$scratch/out" 'bom/parcels +feature +created' || return 1
  expect_code 0 "$ctl" import --into bom "$scratch/bom.json" || return 1
  expect_text "$scratch/out" 'bom/parcels +feature +unchanged' || return 1
  expect_text "$scratch/out" 'bom\.json:2:14: a bill of materials has no'
}

test_bills_of_materials_are_refused_in_words() {
  sed 's/"1\.6"/"1.8"/' "$scratch/bom.json" >"$scratch/new.json"
  expect_code 2 "$ctl" import "$scratch/new.json" || return 1
  expect_text "$scratch/err" 'new\.json:1:43: .specVersion. "1\.8" is not read' || return 1
  printf '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"/>' >"$scratch/bom.xml"
  expect_code 2 "$ctl" import "$scratch/bom.xml" || return 1
  expect_text "$scratch/err" 'bom\.xml: CycloneDX is read as JSON only'
}

# The numbers are those of the files; the application itself is one more element of the first.
test_real_bills_of_materials_keep_their_numbers() {
  [ -d "$data/cyclonedx" ] || return 0
  native cyclonedx/saasbom-apigateway-microservices.json || return 1
  kinds 0 0 0 1 || return 1
  holds acme-cloud-example elements 7 entry_points 7 assets 3 data_flows 6 || return 1
  again cyclonedx/saasbom-apigateway-microservices.json || return 1
  native cyclonedx/tmbom-multi-example.cdx.json || return 1
  kinds 0 0 0 2 || return 1
  holds my-test-tm elements 4 trust_zones 2 assets 0 data_flows 5 || return 1
  holds architecture-diagram elements 3 trust_zones 2 assets 2 data_flows 2 || return 1
  again cyclonedx/tmbom-multi-example.cdx.json || return 1
  native cyclonedx/tmbom-pytm-example.cdx.json || return 1
  kinds 0 0 0 1 || return 1
  holds my-test-tm elements 4 trust_zones 2 data_flows 5
}

# 17 chapters, 80 sections, and 345 requirements: 70 of the first level, 183 of the second, 92 of the third.
test_a_real_standard_becomes_a_release() {
  [ -d "$data/asvs" ] || return 0
  expect_code 0 "$ctl" import "$data/asvs/asvs-5.0.0-en.cdx.json" || return 1
  expect_code 0 "$ctl" taxonomy list || return 1
  expect_text "$scratch/out" 'asvs +5\.0\.0 +442'
}

mkdir -p "$scratch/tm/parts/more"
cat >"$scratch/tm/shop.hcl" <<HCL
spec_version = "0.7.0"
threatmodel "Shop" {
  author    = "@shop"
  imports   = ["parts/controls.hcl"]
  including = "./parts/base.hcl"
  description = "Ours"
  threat "Theft" {
    description = "ours"
    control "Lock" { description = import.control.lock.description }
  }
}
HCL
cat >"$scratch/tm/parts/base.hcl" <<HCL
threatmodel "Base" {
  author      = "@base"
  description = "Theirs"
  including   = "more/deep.hcl"
  usecase { description = "Sell" }
  threat "Theft" { description = "theirs" }
  threat "Fire" { description = "theirs" }
}
HCL
cat >"$scratch/tm/parts/more/deep.hcl" <<HCL
threatmodel "Deep" {
  author = "@deep"
  threat "Flood" { description = "deep" }
}
HCL
cat >"$scratch/tm/parts/controls.hcl" <<HCL
component "control" "lock" { description = "Keep it locked" }
HCL

test_a_model_includes_files_below_its_directory() {
  expect_code 0 "$ctl" import --into tm --to-dir "$scratch/tm-native" "$scratch/tm/shop.hcl" || return 1
  expect_code 0 "$ctl" lint "$scratch/tm-native" || return 1
  expect_text "$scratch/tm-native/shop.yaml" '^description: Ours' || return 1
  expect_text "$scratch/tm-native/shop.yaml" 'objective: Keep it locked' || return 1
  expect_text "$scratch/tm-native/shop.yaml" 'description: ours' || return 1
  ! grep -q 'description: Theirs' "$scratch/tm-native/shop.yaml" || fail "what is included goes before" || return 1
  expect_text "$scratch/tm-native/shop.yaml" '^  - id: fire' || return 1
  expect_text "$scratch/tm-native/shop.yaml" '^  - id: flood' || return 1
  expect_code 0 "$ctl" import --into tm "$scratch/tm/shop.hcl" || return 1
  expect_text "$scratch/out" 'tm/shop +feature +created' || return 1
  expect_code 0 "$ctl" import --into tm "$scratch/tm/shop.hcl" || return 1
  expect_text "$scratch/out" 'tm/shop +feature +unchanged'
}

test_a_directory_of_models_is_read() {
  expect_code 0 "$ctl" import --into all --to-dir "$scratch/all" "$scratch/tm" || return 1
  found=$(cd "$scratch/all" && echo *)
  [ "$found" = "base.yaml deep.yaml lock.yaml shop.yaml" ] || fail "the directory became $found"
}

# includes PATH CODE WORDS: what comes of a model that includes PATH.
includes() {
  printf 'threatmodel "a" {\n  including = "%s"\n}\n' "$1" >"$scratch/tm/try.hcl"
  expect_code "$2" "$ctl" import --dry-run --to-dir "$scratch/none" "$scratch/tm/try.hcl" || return 1
  cat "$scratch/out" "$scratch/err" | tr -s ' \n' '  ' >"$scratch/said"
  expect_text "$scratch/said" "try\.hcl:2:15: $3"
}

test_includes_stay_below_the_directory() {
  printf 'threatmodel "x" {}\n' >"$scratch/outside.hcl"
  ln -sf "$scratch/outside.hcl" "$scratch/tm/link.hcl"
  ln -sf "$scratch" "$scratch/tm/up"
  includes ../outside.hcl 2 '"../outside\.hcl" is not read: only files below' || return 1
  includes parts/../../outside.hcl 2 '.* is not read: only files below' || return 1
  includes "$scratch/outside.hcl" 2 '.* is not read: only files below' || return 1
  includes link.hcl 2 '"link\.hcl" is not read: a part of its path is a symbolic link' || return 1
  includes up/outside.hcl 2 '.* is not read: a part of its path is a symbolic link' || return 1
  includes parts 0 '"parts" is left out: there is no such file' || return 1
  includes gone.hcl 0 '"gone\.hcl" is left out: there is no such file' || return 1
  includes https://a.example/b.hcl 0 '.* is left out: nothing is fetched' || return 1
  includes parts/controls.hcl 2 '"parts/controls\.hcl" has 0 models, and one is expected' || return 1
  includes try.hcl 2 '"try\.hcl" includes itself' || return 1
  includes ./././try.hcl 2 '.*' || return 1
  rm "$scratch/tm/try.hcl" "$scratch/tm/link.hcl" "$scratch/tm/up"
}

# model FILE NAME LIST COUNT...: what one model of a file of hcltm holds.
model() {
  native "hcltm/$1" || return 1
  shift
  holds "$@"
}

# The numbers are those of the files, counted by hand. An element stands for each third party, and one for the whole where
# a threat has no other place.
test_real_models_of_hcltm_keep_their_numbers() {
  [ -d "$data/hcltm" ] || return 0
  model spec.hcl threatmodel-name assets 2 elements 8 trust_zones 2 data_flows 3 use_cases 1 threats 3 mitigations 2 ||
    return 1
  model tm1.hcl tower-of-london assets 1 elements 2 use_cases 1 threats 1 mitigations 1 || return 1
  holds fort-knox assets 1 elements 1 use_cases 1 threats 1 mitigations 1 || return 1
  kinds 0 0 0 2 || return 1
  model tm1.json tower-of-london assets 1 elements 2 use_cases 1 threats 1 mitigations 1 || return 1
  holds fort-knox assets 1 elements 1 use_cases 1 threats 1 mitigations 1 || return 1
  kinds 0 0 0 2 || return 1
  model tm2.hcl modelly-model elements 6 trust_zones 2 data_flows 5 threats 1 mitigations 1 || return 1
  expect_text "$scratch/native/modelly-model.yaml" 'objective: SOMETHING HUGELY IMPORTANT' || return 1
  model tm2.json modelly-model elements 6 trust_zones 2 data_flows 5 threats 2 mitigations 3 || return 1
  model tm3.hcl modelly-model elements 1 threats 3 mitigations 7 || return 1
  model tm4.hcl sumpidy elements 2 threats 3 mitigations 7 || return 1
  model tm5.hcl demonstrate-control-imports elements 1 threats 1 mitigations 1 || return 1
  model including-example/corp-app.hcl tower-of-london assets 2 elements 2 use_cases 2 threats 3 mitigations 2 ||
    return 1
  holds tower-of-france threats 1 mitigations 0 || return 1
  model including-example/corp-app-remote.hcl tower-of-london assets 1 use_cases 1 threats 2 mitigations 2 || return 1
  model including-example/shared/tower.hcl tower-of-london assets 1 use_cases 1 threats 2 mitigations 2
}

# library FILE CONTROLS
library() {
  native "hcltm/$1" || return 1
  kinds 0 "$2" 0 0
}

test_real_libraries_of_hcltm_keep_their_numbers() {
  [ -d "$data/hcltm" ] || return 0
  library MITRE_ATTACK_controls.hcl 43 || return 1
  library aws-security-checklist.hcl 20 || return 1
  library owasp-proactive-controls.hcl 29 || return 1
  library control-library/othercontrols.hcl 1 || return 1
  library control-library/expanded-controls.hcl 1
}

test_real_files_of_hcltm_change_nothing_the_second_time() {
  [ -d "$data/hcltm" ] || return 0
  for file in tm1.hcl tm2.json spec.hcl including-example/corp-app.hcl aws-security-checklist.hcl; do
    again "hcltm/$file" || return 1
  done
  again hcltm || return 1
}

run_tests

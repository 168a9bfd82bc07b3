#!/bin/sh
# The starter catalogs as a whole: every reference is one that is there and current, and every component can be used.
set -u
. "$(dirname "$0")/lib.sh"
data=../shared/data

start_daemon
load_catalogs || exit 1
for list in catalogs/taxonomies/*.yaml; do
  "$ctl" taxonomy import "$list" >"$scratch/list.txt" 2>&1 || {
    cat "$scratch/list.txt"
    exit 1
  }
done

# referred SCHEME: the ids of SCHEME that the catalogs refer to.
referred() {
  awk -v scheme="$1" '$1 == "-" && $2 == "scheme:" {found = $3 == scheme; next} found && $1 == "id:" {print $2; found = 0}' \
    catalogs/*/*.yaml | sort -u
}

# The ids that the owners' own files have as current.
current_cwe() {
  sed -n 's/.*<Weakness ID="\([0-9]*\)".*/\1 &/p' "$data/cwe/cwec_v4.15.xml" | grep -v 'Status="\(Deprecated\|Obsolete\)"' |
    sed 's/^\([0-9]*\).*/CWE-\1/'
}
current_stix() {
  jq -r --arg source "$1" '.objects[]
    | select(.type == "attack-pattern" and (.revoked or .x_mitre_deprecated | not)
        and ((.x_capec_status // "") | test("Deprecated|Obsolete") | not))
    | .external_references[] | select(.source_name == $source) | .external_id' "$2"
}
current_capec() { current_stix capec "$data/capec/capec-3.9-stix2.1-bundle.json"; }
current_attack() { current_stix mitre-attack "$data/attack/enterprise-attack-18.1-techniques-mitigations.json"; }
current_d3fend() { cut -d , -f 1 "$data/d3fend/d3fend-techniques.csv"; }
current_asvs() { jq -r '.requirements[].req_id' "$data/asvs/asvs-5.0.0-en.flat.json"; }
current_nist() {
  jq -r '.catalog | .. | objects | select(has("props") and has("title")) | select(any(.props[]; .value == "withdrawn") | not)
    | .props[] | select(.name == "label" and (has("class") | not)) | .value' \
    "$data/oscal-catalog/NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.json"
}

# What the shipped list of $scheme has and does not call deprecated.
shipped() {
  grep -v 'status:' "catalogs/taxonomies/$scheme.taxonomy.yaml" | sed -n 's/^  - {id: "\{0,1\}\([^,"]*\).*/\1/p'
}

# skips: the owners' files or what reads them are not there.
skips() {
  if [ ! -d "$data" ] || ! command -v jq >/dev/null; then
    echo "needs $data and jq"
    return 0
  fi
  return 1
}

# expect_current SCHEME LIST: all ids of SCHEME that the catalogs refer to are lines of LIST's output.
expect_current() {
  referred "$1" >"$scratch/referred"
  [ -s "$scratch/referred" ] || fail "nothing refers to $1"
  "$2" | sort -u >"$scratch/current"
  comm -23 "$scratch/referred" "$scratch/current" >"$scratch/unknown"
  [ ! -s "$scratch/unknown" ] || fail "not in $1, or no longer: $(paste -sd ' ' "$scratch/unknown")"
}

test_references_are_in_the_shipped_lists() {
  folders=
  for folder in catalogs/*/; do
    [ "$folder" = catalogs/drafts/ ] || folders="$folders $folder"
  done
  # shellcheck disable=SC2086
  expect_code 0 "$ctl" lint --taxonomies "$(printf '%s\n' catalogs/taxonomies/*.yaml | paste -sd ,)" $folders
  if grep 'refers to' "$scratch/out"; then
    fail "a reference is deprecated"
  fi
  # A part of a release cannot tell what is dangling.
  for scheme in cwe capec attack d3fend nist-800-53 asvs owasp; do
    expect_current "$scheme" shipped
  done
}

test_no_scheme_goes_without_a_list() {
  sed -n 's/^ *- scheme: //p' catalogs/*/*.yaml | sort -u | while read -r scheme; do
    grep -q "^  scheme: $scheme\$" catalogs/taxonomies/*.yaml || fail "no list of $scheme" || exit 1
  done
}

test_references_are_current_in_the_files_of_their_owners() {
  skips && return 0
  expect_current cwe current_cwe
  expect_current capec current_capec
  expect_current attack current_attack
  expect_current d3fend current_d3fend
  expect_current asvs current_asvs
  expect_current nist-800-53 current_nist
}

test_the_lists_are_what_the_script_makes() {
  skips && return 0
  mkdir "$scratch/lists"
  sh catalogs/taxonomies/make.sh "$data" "$scratch/lists"
  for list in "$scratch"/lists/*.yaml; do
    cmp "$list" "catalogs/taxonomies/$(basename "$list")" || fail "run: sh catalogs/taxonomies/make.sh $data"
  done
}

test_references_have_titles() {
  expect_code 0 "$ctl" get stride/store-disclosure
  expect_text "$scratch/out" '^# cwe CWE-732: Incorrect Permission'
  expect_code 0 "$ctl" get baseline/second-factor
  expect_text "$scratch/out" '^# asvs V6.3.3'
  expect_text "$scratch/out" '^# nist-800-53 IA-2\(1\): '
}

# A part of a release gives way to the release.
test_a_release_that_is_imported_later_is_looked_up_first() {
  cat >"$scratch/cwe.yaml" <<'YAML'
taxonomy: {scheme: cwe, release: '4.15', title: The whole, source: written by hand}
entries:
  - {id: CWE-732, kind: weakness, title: As the whole has it}
YAML
  expect_code 0 "$ctl" taxonomy import "$scratch/cwe.yaml"
  expect_code 0 "$ctl" get stride/store-disclosure
  expect_text "$scratch/out" '^# cwe CWE-732: As the whole has it'
}

# The released threats and controls that the catalogs are to have.
test_the_catalogs_are_complete() {
  [ "$(cat catalogs/stride/*.yaml | grep -c '^name: stride/')" -eq 15 ] || fail "not 15 threats of STRIDE"
  for tag in web-01 web-02 web-03 web-04 web-05 web-06 web-07 web-08 web-09 web-10 api-01 api-02 api-03 api-04 api-05 \
    api-06 api-07 api-08 api-09 api-10 upl-01 ses-01 tok-01 msg-01 sec-01 ten-01; do
    grep -q "^tags: \[${tag}[],]" catalogs/appsec/*.yaml || fail "no threat $tag"
  done
  for domain in iam:10 dpr:8 dpt:5 inf:11 log:8; do
    count=$(cat catalogs/baseline/*.yaml | grep -c "^tags: \[${domain%:*}-[0-9][0-9]\]")
    [ "$count" -eq "${domain#*:}" ] || fail "$count controls of ${domain%:*}"
  done
}

# bare FILE: a feature that stands on the component of FILE, as it is when nobody touches it, and does nothing else.
bare() {
  awk '
    /^name:/ {name = $2} /^version:/ {version = $2} /^entry_point_policy: extensible/ {open = 1}
    /^[a-z]/ {inside = /^entry_points:/}
    inside && /^  - id:/ {id = $3} inside && /^    default_exposure:/ {exposures = exposures "      " id ": " $2 "\n"}
    END {
      print "kind: feature\nname: own/bare\nversion: 1.0.0\ntitle: Bare\nworkload: own\nowner: own\nstage: design"
      print "dependencies:\n  - alias: it\n    component: " name "\n    requirement: =" version
      if (exposures != "") printf "    exposures:\n%s", exposures
      if (open) print "    no_own_entry_points: true"
      print "facts: {personal_data: false, payment_data: false, multi_tenant: false, users: partners}"
      print "elements:\n  - {id: api, kind: process, title: The service}"
      print "assets:\n  - {id: data, title: Data, classification: internal, on: [api]}"
      print "entry_points:\n  - {id: door, on: api, protocol: https, exposure: internal}"
      print "data_flows:\n  - {id: go, from: api, to: it, assets: [data]}"
    }' "$1"
}

# Left as it is, no component makes a feature pass; what its contract asks for can be done, and then it does.
test_every_contract_can_be_met() {
  for file in catalogs/*/*.yaml; do
    grep -q '^kind: component' "$file" || continue
    bare "$file" >"$scratch/bare.yaml"
    expect_code 1 "$ctl" resolve "$scratch/bare.yaml"
    if ! grep -qE '^(BLOCKED|CONDITIONAL)' "$scratch/out"; then
      sed -n 1,12p "$scratch/out"
      fail "$file"
    fi
    expect_code 0 "$ctl" plan "$scratch/bare.yaml"
    expect_text "$scratch/out" 'in this order and it passes' || fail "$file"
  done
}

test_a_deviation_that_has_expired_counts_for_nothing() {
  expect_code 1 "$ctl" resolve examples/customer-login --output yaml
  grep -A 3 '^  - id: rates-later' "$scratch/out" | grep -q 'baseline/rate-limits@page' || fail "it is not shown"
  expect_text "$scratch/out" 'BASELINE_UNMET'
  expect_code 2 "$ctl" decision request examples/customer-login rates-later
  expect_text "$scratch/err" 'expires_at is past'
}

# A requirement that is held back, what a MINOR brings and what a MAJOR asks for.
test_releases_show_true_differences() {
  expect_code 0 "$ctl" outdated examples/report-export
  expect_text "$scratch/out" '^aws/rds +component +1\.0\.0 +1\.0\.0 +2\.0\.0 +MAJOR'
  expect_text "$scratch/out" '^aws/s3 +component +1\.0\.0 +1\.0\.0 +1\.1\.0 +MINOR'
  for pair in kms@1.0.0:kms@1.1.0:MINOR s3@1.0.0:s3@1.1.0:MINOR rds@1.0.0:rds@2.0.0:MAJOR; do
    expect_code 0 "$ctl" diff "aws/${pair%%:*}" "aws/$(printf '%s' "$pair" | cut -d : -f 2)"
    [ "$(grep -Em 1 '^(MAJOR|MINOR|PATCH)' "$scratch/out")" = "${pair##*:}" ] || fail "$pair is another bump"
  done
  expect_code 0 "$ctl" upgrade examples/report-export aws/rds
  expect_text "$scratch/out" 'verdict +CONDITIONAL -> BLOCKED'
  expect_text "$scratch/out" 'source\.master-secret \(mandatory\): - -> UNMET'
}

# Where real life leaves something over, a contract says so: a residual or an assumption, and what is left to consumers.
test_every_contract_leaves_something_over() {
  for file in catalogs/*/*.yaml; do
    grep -q '^kind: component' "$file" || continue
    grep -qE '^(residuals|assumptions):' "$file" || fail "$file has neither residual nor assumption"
    grep -q '^    mandatory: true' "$file" || fail "$file leaves no duty that must be met"
    grep -q '^service_class:' "$file" || fail "$file is of no class"
  done
}

run_tests

#!/bin/sh
# Releases of CAPEC and ATT&CK, and mappings to them, taken over with catalogctl import.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data
capec=$data/capec/capec-3.9-stix2.1-bundle.json
attack=$data/attack/enterprise-attack-18.1-techniques-mitigations.json
ics=$data/attack/ics-attack-18.1.json
aws=$data/ctid-mappings/aws-12.12.2024_attack-16.1-enterprise.json
nist=$data/ctid-mappings/nist_800_53-rev5_attack-16.1-enterprise.json
small=tests/fuzz/corpus/import

# holds FILE COUNT PATTERN: COUNT lines of FILE match PATTERN.
holds() {
  found=$(grep -cE -- "$3" "$1")
  [ "$found" -eq "$2" ] || fail "$1: $found lines match $3 instead of $2"
}

# has_parents FILE COUNT: the entries of FILE name COUNT parents.
has_parents() {
  found=$(awk '/^    parents: \[/ { count += gsub(/,/, ",") + 1 } END { print count + 0 }' "$1")
  [ "$found" -eq "$2" ] || fail "$1: $found parents instead of $2"
}

test_a_bundle_becomes_a_release_and_again_changes_nothing() {
  expect_code 0 "$ctl" import "$small/stix_capec" || return 1
  expect_text "$scratch/out" '^capec@3\.9 +2 +0 +created' || return 1
  cp "$small/stix_capec" "$scratch/renamed.json"
  expect_code 0 "$ctl" import "$scratch/renamed.json" || return 1
  expect_text "$scratch/out" '^capec@3\.9 +2 +0 +unchanged' || return 1
  expect_text "$scratch/out" '^1 release; .*nothing was stored' || return 1
  expect_code 0 "$ctl" taxonomy show capec 7 || return 1
  expect_text "$scratch/out" 'severity +5 of 5' || return 1
  expect_text "$scratch/out" 'harms +access control: Gain Privileges'
}

test_a_dry_run_stores_nothing() {
  expect_code 0 "$ctl" import --dry-run "$small/stix_attack" || return 1
  expect_text "$scratch/out" '^attack@18\.1 +5 +0 +created' || return 1
  expect_text "$scratch/out" 'nothing was stored' || return 1
  expect_code 2 "$ctl" taxonomy show attack || return 1
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/dry" "$small/stix_attack" || return 1
  [ ! -e "$scratch/dry" ] || fail "a dry run made a folder"
}

test_a_new_release_says_what_it_changes() {
  sed 's/"3\.9"/"3.10"/; s/Injection of words"/Injections"/; s/"name": "DEPRECATED: Words"/"name": "Words"/
       s/"CAPEC-2"/"CAPEC-3"/' "$small/stix_capec" >"$scratch/next.json"
  expect_code 0 "$ctl" import "$scratch/next.json" || return 1
  expect_text "$scratch/out" 'against 3\.9: 1 added, 1 removed, 1 retitled, 1 moved' || return 1
  expect_code 0 "$ctl" import --output json "$scratch/next.json" || return 1
  expect_text "$scratch/out" '"comparedWith": "3\.9"' || return 1
  expect_text "$scratch/out" '"statusChanged"' && fail "no status differs"
  expect_code 0 "$ctl" taxonomy diff capec@3.9 capec@3.10 || return 1
  expect_text "$scratch/out" 'Injection of words -> Injections'
}

test_the_release_may_be_named() {
  expect_code 0 "$ctl" import --release own-1 "$small/stix_attack" || return 1
  expect_text "$scratch/out" '^attack@own-1 ' || return 1
  sed 's/"modified": /"m": /; s/"x_mitre_version": "18.1"/"v": 1/' "$small/stix_attack" >"$scratch/nameless"
  expect_code 2 "$ctl" import "$scratch/nameless" || return 1
  expect_text "$scratch/err" 'does not say which release of attack it is: say so with --release'
}

test_two_sources_of_one_release_are_refused() {
  expect_code 2 "$ctl" import "$small/stix_capec" "$scratch/renamed.json" || return 1
  expect_text "$scratch/err" 'capec 3\.9 was read from another source already'
}

test_refusals_name_file_place_and_reason() {
  head -c 900 "$small/stix_capec" >"$scratch/short.json"
  expect_code 2 "$ctl" import "$scratch/short.json" || return 1
  expect_text "$scratch/err" 'short\.json:4:[0-9]+: not JSON' || return 1
  sed 's/"name": "Injection of words",//' "$small/stix_capec" >"$scratch/bad.json"
  expect_code 2 "$ctl" import --release 9 "$scratch/bad.json" || return 1
  expect_text "$scratch/err" 'bad\.json:4:1: CAPEC-7: it has no title' || return 1
  expect_code 2 "$ctl" taxonomy show capec@9 || return 1
  expect_code 0 "$ctl" import --keep-going --release 9 "$scratch/bad.json" || return 1
  expect_text "$scratch/out" '^capec@9 +1 +0 +created' || return 1
  expect_text "$scratch/out" 'left out: 1' || return 1
  printf '{"type": "bundle", "id": "bundle--1", "objects": [{"type": "malware", "id": "malware--1"}]}' >"$scratch/else.json"
  expect_code 2 "$ctl" import "$scratch/else.json" || return 1
  expect_text "$scratch/err" 'else\.json: the bundle is neither CAPEC nor ATT&CK'
}

test_a_failed_import_leaves_no_file() {
  expect_code 2 "$ctl" import --to-dir "$scratch/left" "$scratch/bad.json" || return 1
  [ -z "$(ls -A "$scratch/left")" ] || fail "$(ls -A "$scratch/left") is left behind"
}

# The numbers are those of the files, counted apart from the importer.
test_real_capec_keeps_its_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --to-dir "$scratch/real" "$capec" || return 1
  file=$scratch/real/capec-3.9.taxonomy.yaml
  holds "$file" 615 '^  - id: CAPEC-[0-9]+$' || return 1
  holds "$file" 57 '^    status: deprecated$' || return 1
  holds "$file" 1182 '^      - id: coa-[0-9]+-' || return 1
  holds "$file" 1214 '^        id: CWE-[0-9]+$' || return 1
  holds "$file" 272 '^      - scheme: attack$' || return 1
  holds "$file" 490 '^    severity: [1-5]$' || return 1
  holds "$file" 345 '^    likelihood: [2-4]$' || return 1
  holds "$file" 490 '^    prerequisites:' || return 1
  holds "$file" 0 '</?xhtml' || return 1
  has_parents "$file" 533
}

test_real_attack_keeps_its_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --to-dir "$scratch/real" "$attack" || return 1
  expect_text "$scratch/out" '^attack@18\.1 +893 ' || return 1
  file=$scratch/real/attack-18.1.taxonomy.yaml
  expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/none" --output json "$attack" || return 1
  holds "$scratch/out" 224 'carries the id of a technique' || return 1
  holds "$file" 835 '^    kind: technique$' || return 1
  holds "$file" 44 '^    kind: mitigation$' || return 1
  holds "$file" 14 '^    kind: tactic$' || return 1
  holds "$file" 132 '^    status: revoked$' || return 1
  holds "$file" 132 '^    replaced_by: T[0-9]' || return 1
  holds "$file" 12 '^    status: deprecated$' || return 1
  holds "$file" 1445 '^      - id: M[0-9]{4}$' || return 1
  holds "$file" 36 '^        id: CAPEC-[0-9]+$' || return 1
  holds "$file" 0 '\(Citation:|</?code>|\]\(http' || return 1
  has_parents "$file" 920
}

test_real_ics_keeps_its_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import --to-dir "$scratch/real" "$ics" || return 1
  file=$scratch/real/attack-ics-18.1.taxonomy.yaml
  holds "$file" 95 '^    kind: technique$' || return 1
  holds "$file" 52 '^    kind: mitigation$' || return 1
  holds "$file" 12 '^    kind: tactic$' || return 1
  holds "$file" 12 '^    status: deprecated$' || return 1
  holds "$file" 331 '^      - id: M[0-9]{4}$' || return 1
  has_parents "$file" 109
}

test_real_mappings_keep_their_numbers() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" import "$aws" || return 1
  expect_text "$scratch/out" '^ctid-aws@2024-12-12-attack-16\.1 +30 +487 +created' || return 1
  expect_code 0 "$ctl" import "$nist" || return 1
  expect_text "$scratch/out" '^ctid-nist-800-53@rev5-attack-16\.1 +0 +5314 +created' || return 1
  expect_text "$scratch/out" '96 rows map nothing' || return 1
  expect_code 0 "$ctl" import "$nist" || return 1
  expect_text "$scratch/out" ' 5314 +unchanged'
}

test_real_releases_are_stored_once() {
  [ -d "$data" ] || return 0
  sed 's/"3\.9"/"3.8"/; s/"name": "SQL Injection"/"name": "Injection of SQL"/' "$capec" >"$scratch/older.json"
  expect_code 0 "$ctl" import --release 3.8.1 "$scratch/older.json" || return 1
  expect_code 0 "$ctl" import --release 3.9.1 "$capec" || return 1
  expect_text "$scratch/out" '^capec@3\.9\.1 +615 +0 +created' || return 1
  expect_code 0 "$ctl" import "$attack" "$ics" || return 1
  expect_text "$scratch/out" '^attack@18\.1 +893 +0 +created' || return 1
  expect_text "$scratch/out" '^attack-ics@18\.1 +159 +0 +created' || return 1
  expect_code 0 "$ctl" import "$attack" || return 1
  expect_text "$scratch/out" '^attack@18\.1 +893 +0 +unchanged' || return 1
  expect_code 0 "$ctl" taxonomy import "$scratch/real/attack-18.1.taxonomy.yaml" || return 1
  expect_text "$scratch/err" 'the same is there already' || return 1
  expect_code 0 "$ctl" taxonomy diff capec@3.8.1 capec@3.9.1 || return 1
  expect_text "$scratch/out" 'Injection of SQL -> SQL Injection' || return 1
  [ "$(wc -l <"$scratch/out")" -eq 3 ] || fail "one entry differs"
}

test_references_resolve_in_real_releases() {
  [ -d "$data" ] || return 0
  cat >"$scratch/threat.yaml" <<'YAML'
kind: threat
name: web/injection
version: 1.0.0
title: Input is run as SQL
statement: {source: somebody, action: sends SQL, impact: it runs}
stride: [tampering]
likelihood: 3
impact: 3
references:
  - {scheme: capec, id: CAPEC-66, release: 3.9.1}
  - {scheme: capec, id: CAPEC-411, release: 3.9.1}
  - {scheme: attack, id: T1066, release: '18.1'}
  - {scheme: attack, id: T1059, release: '18.1'}
YAML
  expect_code 0 "$ctl" apply --publish "$scratch/threat.yaml" || return 1
  expect_text "$scratch/out" 'CAPEC-411 \(.*\), which is deprecated in capec 3\.9\.1' || return 1
  expect_text "$scratch/out" 'T1066 \(.*\), which is revoked in attack 18\.1' || return 1
  [ "$(grep -c 'refers to' "$scratch/out")" -eq 2 ] || fail "two references are out of use, no more" || return 1
  expect_code 0 "$ctl" get web/injection || return 1
  expect_text "$scratch/out" '# capec CAPEC-66: SQL Injection' || return 1
  expect_text "$scratch/out" 'replaced by T1027\.005'
}

test_a_real_pattern_is_promoted() {
  [ -d "$data" ] || return 0
  expect_code 0 "$ctl" promote capec@3.9.1:66 --into web || return 1
  expect_text "$scratch/out" 'web/capec-66-coa-66-0' || return 1
  expect_code 0 "$ctl" get web/capec-66 --draft || return 1
  expect_text "$scratch/out" '^impact: 4' || return 1
  expect_text "$scratch/out" 'id: CWE-89' || return 1
  expect_text "$scratch/out" 'prerequisites:' || return 1
  expect_code 0 "$ctl" promote attack@18.1:T1530 --into web || return 1
  expect_text "$scratch/out" 'web/attack-t1530-m1041' || return 1
  expect_text "$scratch/out" 'web/attack-t1530-ac-2' || return 1
  expect_code 0 "$ctl" promote attack@18.1:M1041 --into org || return 1
  expect_text "$scratch/out" 'org/attack-m1041 +control'
}

run_tests

#!/bin/sh
# Releases of OWASP ASVS and of MITRE D3FEND, whichever shape they are published in.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data

cat >"$scratch/verify-9.1.0.csv" <<CSV
chapter_id,chapter_name,section_id,section_name,req_id,req_description,L
V1,Doors,V1.1,Locks,V1.1.1,"Verify that doors are locked, and stay locked.",1
V1,Doors,V1.1,Locks,V1.1.2,[DELETED, MERGED TO 1.1.1],
CSV
sed -i 's/\[DELETED, MERGED TO 1.1.1\]/"&"/' "$scratch/verify-9.1.0.csv"
cat >"$scratch/verify.json" <<JSON
{"Name": "Any", "ShortName": "ASVS", "Version": "9.1.0", "Requirements": [{"Shortcode": "V1", "Name": "Doors", "Items": [
  {"Shortcode": "V1.1", "Name": "Locks", "Items": [
    {"Shortcode": "V1.1.1", "Description": "Verify that doors are locked, and stay locked.", "L": "1"},
    {"Shortcode": "V1.1.2", "Description": "[DELETED, MERGED TO 1.1.1]"}]}]}]}
JSON

test_shapes_with_the_same_texts_are_one_release() {
  expect_code 0 "$ctl" import "$scratch/verify-9.1.0.csv" || return 1
  expect_text "$scratch/out" '^asvs@9\.1\.0 +4 +0 ' || return 1
  expect_code 0 "$ctl" import "$scratch/verify.json" || return 1
  expect_text "$scratch/out" '^asvs@9\.1\.0 +4 +0 +unchanged' || return 1
  expect_code 0 "$ctl" taxonomy show asvs@9.1.0 1.1.2 || return 1
  expect_text "$scratch/out" 'revoked' || return 1
  expect_text "$scratch/out" 'V1\.1\.1'
}

test_a_requirement_becomes_a_control_that_says_what_is_so() {
  expect_code 0 "$ctl" promote asvs@9.1.0:V1.1.1 --into house || return 1
  expect_code 0 "$ctl" get --draft house/asvs-v1-1-1 || return 1
  expect_text "$scratch/out" '^objective: Doors are locked, and stay locked\.$' || return 1
  expect_text "$scratch/out" '^title: Doors are locked, and stay locked\.$'
}

test_a_file_that_names_no_release_needs_one() {
  cp "$scratch/verify-9.1.0.csv" "$scratch/verify.csv"
  expect_code 2 "$ctl" import "$scratch/verify.csv" || return 1
  expect_text "$scratch/err" 'verify\.csv: neither the file nor its name says which release it is: say so with --release' ||
    return 1
  expect_code 0 "$ctl" import --release 9.1.0 "$scratch/verify.csv" || return 1
  expect_text "$scratch/out" '^asvs@9\.1\.0 +4 +0 +unchanged'
}

# release PATTERN ENTRIES MAPPINGS FILE...: what importing FILE says of its one release.
release() {
  expected="^$1 +$2 +$3 "
  shift 3
  expect_code 0 "$ctl" import "$@" || return 1
  expect_text "$scratch/out" "$expected"
}

# kind SCHEME KIND COUNT: how many entries of KIND there are.
kind() {
  expect_code 0 "$ctl" taxonomy show "$1" --output json || return 1
  found=$(grep -c "\"kind\": \"$2\"" "$scratch/out")
  [ "$found" = "$3" ] || fail "$1: $found of kind $2 instead of $3"
}

# level SCHEME LEVEL COUNT
level() {
  expect_code 0 "$ctl" taxonomy show "$1" --output json || return 1
  found=$(grep -c "\"level\": \"$2\"" "$scratch/out")
  [ "$found" = "$3" ] || fail "$1: $found of level $2 instead of $3"
}

# The numbers are those of the files, counted apart from the importer.
test_real_releases_keep_their_numbers() {
  [ -d "$data" ] || return 0
  release 'asvs@4\.0\.3' 371 0 "$data/asvs/asvs-4.0.3-en.json" || return 1
  kind asvs@4.0.3 chapter 14 || return 1
  kind asvs@4.0.3 section 71 || return 1
  kind asvs@4.0.3 requirement 286 || return 1
  expect_code 0 "$ctl" import --to-dir "$scratch/native" "$data/asvs/asvs-4.0.3-en.json" || return 1
  [ "$(cat "$scratch"/native/* | grep -c 'scheme: cwe$')" = 268 ] || fail "references to CWE" || return 1
  [ "$(cat "$scratch"/native/* | grep -c 'scheme: nist-800-63b$')" = 79 ] || fail "references to NIST" || return 1
  expect_code 0 "$ctl" taxonomy show asvs@4.0.3 --status revoked --output json || return 1
  [ "$(grep -c '"kind": "requirement"' "$scratch/out")" = 8 ] || fail "deleted requirements" || return 1
  [ "$(grep -c '"replacedBy": "V' "$scratch/out")" = 7 ] || fail "replaced requirements" || return 1
  level asvs@4.0.3 L1 128 || return 1
  level asvs@4.0.3 L2 131 || return 1
  level asvs@4.0.3 L3 19
}

test_the_real_shapes_of_one_release_are_the_same() {
  [ -d "$data" ] || return 0
  release 'asvs@5\.0\.0' 442 0 "$data/asvs/asvs-5.0.0-en.json" || return 1
  kind asvs@5.0.0 chapter 17 || return 1
  kind asvs@5.0.0 section 80 || return 1
  level asvs@5.0.0 L1 70 || return 1
  level asvs@5.0.0 L2 183 || return 1
  level asvs@5.0.0 L3 92 || return 1
  release 'asvs@5\.0\.0' 442 '0 +unchanged' "$data/asvs/asvs-5.0.0-en.flat.json" || return 1
  release 'asvs@5\.0\.0' 442 '0 +unchanged' "$data/asvs/asvs-5.0.0-en.csv"
}

test_the_real_mapping_relates_two_releases() {
  [ -d "$data" ] || return 0
  release 'asvs-mapping@4\.0\.3-to-5\.0\.0' 0 266 "$data/asvs/mapping_v4.0.3_to_v5.0.0.yml" || return 1
  expect_text "$scratch/out" 'losses: 50,' || return 1
  expect_code 0 "$ctl" taxonomy show asvs@4.0.3 V1.1.5 || return 1
  expect_text "$scratch/out" 'moved' || return 1
  expect_text "$scratch/out" 'V13\.1\.1'
}

test_real_d3fend_keeps_its_numbers() {
  [ -d "$data" ] || return 0
  release 'd3fend@1\.0' 250 0 --release 1.0 "$data/d3fend/d3fend-techniques.csv" || return 1
  release 'd3fend@1\.0' 250 '0 +unchanged' --release 1.0 "$data/d3fend/d3fend-techniques.csv" || return 1
  expect_code 0 "$ctl" taxonomy show d3fend D3-ABPI || return 1
  expect_text "$scratch/out" 'D3-EI'
}

run_tests

#!/bin/sh
# Files that want to do harm or are broken, in every format that is read: each ends with exit code 0 or 2 and a sentence
# that names the file, within bounds of memory, and what is refused leaves nothing behind. The files are made here, most of
# them from the seeds of the fuzz target.
set -u
. "$(dirname "$0")/lib.sh"
client_only
start_daemon
seeds=tests/fuzz/corpus/import
memory_kib=1500000
# An instrumented program sets aside more addresses than there is memory.
if [ -z "${CTL:-}" ] && grep -q '^CATALOGD_SANITIZE:STRING=.' "$BUILD/CMakeCache.txt"; then
  memory_kib=unlimited
fi
bidi=$(printf '\342\200\256')
joiner=$(printf '\342\200\213')

# syntax SEED: json, xml, csv, hcl or yaml.
syntax() {
  case $(tr -d ' \n' <"$1" | head -c 1) in
    '{' | '[') echo json ;;
    '<') echo xml ;;
    *) case $(basename "$1") in
      asvs_csv | d3fend_*) echo csv ;;
      hcltm*) echo hcl ;;
      *) echo yaml ;;
    esac ;;
  esac
}

# repeat TEXT COUNT
repeat() {
  awk -v text="$1" -v count="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}

# run_import FILE ARGUMENTS...: the exit code, with output in $scratch/out and $scratch/err.
run_import() {
  (
    ulimit -v "$memory_kib"
    "$ctl" import --dry-run --release 1.0 --to-dir "$scratch/never" "$@" >"$scratch/out" 2>"$scratch/err"
  )
}

# survives CODES FILE LABEL: importing FILE ends with one of CODES, and a refusal names the file. With --keep-going, too,
# where the file as a whole may be what is left out.
survives() {
  for option in '' --keep-going; do
    code=0
    # shellcheck disable=SC2086
    run_import $option "$2" || code=$?
    case " $1 " in
      *" $code "*) ;;
      *) [ "$option$code" = --keep-going0 ] && grep -q '^skipped ' "$scratch/out" ||
        fail "$3 $option: exit code $code: $(head -c 300 "$scratch/err")" || return 1 ;;
    esac
    [ ! -e "$scratch/never" ] || fail "$3 $option: something was written" || return 1
    [ "$code" -eq 0 ] || grep -q "^error: .*$(basename "$2")" "$scratch/err" ||
      fail "$3 $option: the refusal names no file: $(head -c 300 "$scratch/err")" || return 1
    grep -q "$bidi\|$joiner" "$scratch/out" "$scratch/err" && { fail "$3: a hidden character is shown as it is" || return 1; }
  done
  return 0
}

# with_json SEED TEXT: SEED with TEXT behind its first brace.
with_json() {
  awk -v text="$2" '!done && (at = index($0, "{")) { $0 = substr($0, 1, at) text ", " substr($0, at + 1); done = 1 }
    { print }' "$1"
}

harm_json() {
  file=$scratch/harm.json
  with_json "$1" '"zz": 1, "zz": 2' >"$file"
  case $1 in
    */hcltm_*) survives '0 2' "$file" "$1: a key twice, as the tool's own export has it" || return 1 ;;
    *) survives 2 "$file" "$1: a key twice" || return 1 ;;
  esac
  with_json "$1" '"zz": "\\ud800"' >"$file"
  survives 2 "$file" "$1: half a surrogate pair" || return 1
  with_json "$1" '"zz": "a\\u0000b"' >"$file"
  survives 2 "$file" "$1: an escaped NUL" || return 1
  with_json "$1" '"zz": 1e999999' >"$file"
  survives '0 2' "$file" "$1: an infinite number" || return 1
  with_json "$1" '"zz": 123456789012345678901234567890' >"$file"
  survives '0 2' "$file" "$1: a number beyond 64 bits" || return 1
  { with_json "$1" '"zz": ' | head -c 8 && repeat '[' 200000; } >"$file"
  survives 2 "$file" "$1: nested without end" || return 1
  with_json "$1" "\"zz\": $(repeat '[' 2000)$(repeat ']' 2000)" >"$file"
  survives 2 "$file" "$1: nested deeply" || return 1
  with_json "$1" "\"zz\": \"$(printf '\300\257')\"" >"$file"
  survives 2 "$file" "$1: an overlong form" || return 1
  { cat "$1" && echo '}'; } >"$file"
  survives 2 "$file" "$1: more behind the end" || return 1
}

harm_yaml() {
  file=$scratch/harm.yaml
  { cat "$1" && printf '\nzz: 1\nzz: 2\n'; } >"$file"
  survives 2 "$file" "$1: a key twice" || return 1
  {
    cat "$1"
    printf '\nzz0: &z0 [a, a, a, a, a, a, a, a, a]\n'
    for i in 1 2 3 4 5 6 7 8 9; do
      printf 'zz%d: &z%d [%s*z%d]\n' $i $i "$(repeat "*z$((i - 1)), " 8)" $((i - 1))
    done
  } >"$file"
  survives 2 "$file" "$1: aliases that multiply" || return 1
  { cat "$1" && printf '\nzz: &zz [*zz]\n'; } >"$file"
  survives 2 "$file" "$1: an alias inside of itself" || return 1
  { cat "$1" && printf '\nzz: ' && repeat '[' 200000; } >"$file"
  survives 2 "$file" "$1: nested without end" || return 1
  { cat "$1" && printf '\nzz: "\300\257"\n'; } >"$file"
  survives 2 "$file" "$1: an overlong form" || return 1
  { cat "$1" && printf '\nzz: !!python/object/apply:os.system [id]\n'; } >"$file"
  survives '0 2' "$file" "$1: a tag" || return 1
  { cat "$1" && printf '\nzz: 123456789012345678901234567890\n'; } >"$file"
  survives '0 2' "$file" "$1: a number beyond 64 bits" || return 1
}

# with_xml SEED TEXT: SEED with TEXT in front of its root, behind the declaration.
with_xml() {
  awk -v text="$2" 'NR == 1 && /^<\?xml/ { print $0 text; next } NR == 1 { print text $0; next } { print }' "$1"
}

harm_xml() {
  file=$scratch/harm.xml
  with_xml "$1" '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "\\&a;\\&a;\\&a;"><!ENTITY c "\\&b;\\&b;">]>' >"$file"
  survives 2 "$file" "$1: entities that multiply" || return 1
  with_xml "$1" '<!DOCTYPE z SYSTEM "file:///etc/passwd">' >"$file"
  survives 2 "$file" "$1: an entity from outside" || return 1
  { sed 's|</[A-Za-z_]*>[^<]*$||' "$1" && repeat '<z>' 200000; } >"$file"
  survives 2 "$file" "$1: nested without end" || return 1
  sed 's|>|>\xC0\xAF|2' "$1" >"$file"
  survives 2 "$file" "$1: an overlong form" || return 1
  sed 's|>|>\&#0;|2' "$1" >"$file"
  survives 2 "$file" "$1: a NUL by its number" || return 1
}

harm_csv() {
  file=$scratch/harm-1.0.csv
  { cat "$1" && printf '"open\n'; } >"$file"
  survives 2 "$file" "$1: a quote that does not end" || return 1
  { cat "$1" && printf 'a\300\257,b\n'; } >"$file"
  survives 2 "$file" "$1: an overlong form" || return 1
  { cat "$1" && repeat 'x,' 500000; } >"$file"
  survives '0 2' "$file" "$1: a row without end" || return 1
}

harm_hcl() {
  file=$scratch/harm.hcl
  { cat "$1" && printf '\nzz "open\n'; } >"$file"
  survives 2 "$file" "$1: a quote that does not end" || return 1
  { cat "$1" && printf '\nzz = ' && repeat '[' 200000; } >"$file"
  survives 2 "$file" "$1: nested without end" || return 1
  { cat "$1" && printf '\n' && repeat 'zz {' 200000; } >"$file"
  survives 2 "$file" "$1: blocks without end" || return 1
  { cat "$1" && printf '\nzz = "\300\257"\n'; } >"$file"
  survives 2 "$file" "$1: an overlong form" || return 1
}

test_every_format_survives_broken_syntax() {
  for seed in "$seeds"/*; do
    "harm_$(syntax "$seed")" "$seed" || return 1
  done
}

test_every_format_survives_a_file_that_ends_early() {
  for seed in "$seeds"/*; do
    size=$(wc -c <"$seed")
    for part in 3 5 7; do
      file=$scratch/early-1.0.$(syntax "$seed")
      head -c $((size * part / 9)) "$seed" >"$file"
      survives '0 2' "$file" "$seed: $part ninths of it" || return 1
    done
  done
}

test_every_format_survives_a_nul_and_bytes_that_are_no_text() {
  for seed in "$seeds"/*; do
    file=$scratch/bytes-1.0.$(syntax "$seed")
    half=$(($(wc -c <"$seed") / 2))
    for byte in '\000' '\377' '\355\240\200'; do
      # shellcheck disable=SC2059
      { head -c $half "$seed" && printf "$byte" && tail -c +$((half + 1)) "$seed"; } >"$file"
      survives 2 "$file" "$seed: $byte in the middle" || return 1
    done
  done
}

# with_long SEED BYTES: SEED with a text of so many bytes.
with_long() {
  case $(syntax "$1") in
    json) with_json "$1" '"zz": "'"$(printf '\001')"'"' ;;
    yaml) cat "$1" && printf '\nzz: "\001"\n' ;;
    xml) sed "s|>|>$(printf '\001')|2" "$1" ;;
    csv) cat "$1" && printf '\001\n' ;;
    hcl) cat "$1" && printf '\nzz = "\001"\n' ;;
  esac >"$scratch/marked"
  before=$(LC_ALL=C awk -v RS='\001' 'NR == 1 { print length($0); exit }' "$scratch/marked")
  head -c "$before" "$scratch/marked"
  head -c "$2" /dev/zero | tr '\000' a
  tail -c +$((before + 2)) "$scratch/marked"
}

# Below what is read at once for each format, past it for each syntax: memory is bounded by the ulimit.
test_every_format_survives_long_texts() {
  seen=
  for seed in "$seeds"/*; do
    file=$scratch/long-1.0.$(syntax "$seed")
    with_long "$seed" 3000000 >"$file"
    survives '0 2' "$file" "$seed: a text of 3 MB" || return 1
    case $seen in *"$(syntax "$seed")"*) continue ;; esac
    seen="$seen $(syntax "$seed")"
    with_long "$seed" 100000000 >"$file"
    survives '0 2' "$file" "$seed: a text of 100 MB" || return 1
    [ "$(syntax "$seed")" = xml ] || grep -q 'bytes' "$scratch/err" ||
      fail "$seed: a text of 100 MB: $(head -c 300 "$scratch/err")" || return 1
  done
}

# mislead SEED: SEED with a title that turns the line around, hides a character and would run as a script.
mislead() {
  text="$bidi${joiner}<script>alert(1)</script>"
  escaped="$bidi${joiner}\\&lt;script\\&gt;alert(1)\\&lt;/script\\&gt;"
  case $(syntax "$1") in
    json) sed -E "s#\"(title|name|Name|label|summary|content|description|Description|text)\": *\"#&$text#g" "$1" ;;
    yaml) sed -E "s#(title|name|description|text): ([A-Za-z])#\\1: $text\\2#g; s#\\.\\./away#away#" "$1" ;;
    xml) sed -E "s#(Name|Title)=\"#&$escaped#g; s#<(Name|Title|Description)>#&$escaped#g" "$1" ;;
    csv) sed "2,\$s#,\\([A-Z][a-z]\\)#,$text\\1#" "$1" ;;
    hcl) sed -E "s#(=|threatmodel|threat|control) \"([A-Za-z])#\\1 \"$text\\2#" "$1" ;;
  esac
}

# Whoever reads the report in a terminal or in a browser sees text and nothing else.
test_titles_that_mislead_are_shown_as_what_they_are() {
  for seed in "$seeds"/*; do
    file=$scratch/mislead-1.0.$(syntax "$seed")
    rm -rf "$scratch/misled"
    mislead "$seed" >"$file"
    survives '0 2' "$file" "$seed: a title that misleads" || return 1
    "$ctl" import --release 1.0 --to-dir "$scratch/misled" "$file" >/dev/null 2>&1 || continue
    for model in $(grep -l '^kind: feature' "$scratch"/misled/*.yaml); do
      code=0
      "$ctl" report "$model" --format html -o "$scratch/page.html" >"$scratch/out" 2>"$scratch/err" || code=$?
      [ "$code" -le 1 ] || fail "$seed: report: $(head -c 300 "$scratch/err")" || return 1
      if grep -q '<script>alert' "$scratch/page.html"; then fail "$seed: the page runs it" || return 1; fi
    done
  done
}

# given CODES FILE PATTERN: FILE is standard input; importing it survives, and what it says matches.
given() {
  cat >"$scratch/$2"
  survives "$1" "$scratch/$2" "$2" || return 1
  cat "$scratch/out" "$scratch/err" >"$scratch/both"
  expect_text "$scratch/both" "$3"
}

test_what_stands_below_itself_ends() {
  given 0 cycle.otm 'warning .*cycle\.otm:5:5: the component stands in' <<YAML || return 1
otmVersion: 0.2.0
project: {name: P, id: p}
trustZones: [{id: z, name: Z}]
components:
  - {id: a, name: A, type: x, parent: {component: b}}
  - {id: b, name: B, type: x, parent: {component: a}}
  - {id: c, name: C, type: x, parent: {component: c}}
dataflows: [{id: f, name: F, source: a, destination: nowhere}]
YAML
  given 0 cycle-1.0.csv '^d3fend@1\.0 +3 ' <<CSV || return 1
d3fend_id,class,label,parents,definition
D3-A,A,Ay,B,
D3-B,B,Bee,A,
D3-C,C,Sea,C,
CSV
  given '0 2' cycle.xml cwe <<XML || return 1
<Weakness_Catalog Name="CWE" Version="9.1"><Weaknesses>
<Weakness ID="1" Name="A" Abstraction="Base" Status="Draft"><Description>d</Description><Related_Weaknesses>
<Related_Weakness Nature="ChildOf" CWE_ID="2" View_ID="1000"/></Related_Weaknesses></Weakness>
<Weakness ID="2" Name="B" Abstraction="Base" Status="Draft"><Description>d</Description><Related_Weaknesses>
<Related_Weakness Nature="ChildOf" CWE_ID="1" View_ID="1000"/><Related_Weakness Nature="ChildOf" CWE_ID="2" View_ID="1000"/>
<Related_Weakness Nature="ChildOf" CWE_ID="99999999999999999999999" View_ID="1000"/></Related_Weaknesses></Weakness>
</Weaknesses></Weakness_Catalog>
XML
  given 0 cycle.json capec <<JSON || return 1
{"type": "bundle", "id": "bundle--1", "objects": [
{"type": "attack-pattern", "id": "attack-pattern--1", "name": "A", "x_capec_version": "3.9",
 "external_references": [{"source_name": "capec", "external_id": "CAPEC-1"}],
 "x_capec_child_of_refs": ["attack-pattern--2"]},
{"type": "attack-pattern", "id": "attack-pattern--2", "name": "B", "x_capec_version": "3.9",
 "external_references": [{"source_name": "capec", "external_id": "CAPEC-2"}],
 "x_capec_child_of_refs": ["attack-pattern--1", "attack-pattern--2", "attack-pattern--gone"]}]}
JSON
  given '0 2' cycle.yaml 'cycle\.yaml' <<YAML
threagile_version: 1.0.0
title: T
technical_assets: {A: {id: a, type: process, technology: web-server}}
trust_boundaries:
  X: {id: x, type: network-on-prem, technical_assets_inside: [a], trust_boundaries_nested: [y]}
  Y: {id: y, type: network-on-prem, trust_boundaries_nested: [x]}
  Z: {id: z, type: network-on-prem, technical_assets_inside: [a, gone], trust_boundaries_nested: [z]}
YAML
}

test_catalogs_that_import_from_each_other_end() {
  mkdir -p "$scratch/round/a" "$scratch/round/b"
  cat >"$scratch/round/a/x.yaml" <<YAML
metadata: {id: A}
capabilities: [{id: A.CP1, title: A}]
imports: [{reference-id: B, entries: [{reference-id: B.CP1}, {reference-id: B.CP9}]}]
YAML
  sed 's/A/Q/g; s/B/A/g; s/Q/B/g' "$scratch/round/a/x.yaml" >"$scratch/round/b/x.yaml"
  survives 0 "$scratch/round" round || return 1
  expect_text "$scratch/out" '"B\.CP9" is imported and'
}

# One letter or two, in capitals or not: what differs stays apart, or is refused where the scheme knows one spelling.
test_ids_that_look_alike_stay_apart() {
  one=$(printf '\303\244')
  two=$(printf 'a\314\210')
  given 0 twins.otm 'warning .*twins\.otm:9:5: its id is another one' <<YAML || return 1
otmVersion: 0.2.0
project: {name: P, id: p}
trustZones: [{id: z, name: Z}, {id: Z, name: Y}]
components:
  - {id: $one, name: A, type: x, parent: {trustZone: z}}
  - {id: $two, name: B, type: x, parent: {trustZone: Z}}
  - {id: web, name: C, type: x, parent: {trustZone: z}}
  - {id: WEB, name: D, type: x, parent: {trustZone: z}}
  - {id: web, name: E, type: x, parent: {trustZone: z}}
dataflows: [{id: f, name: F, source: web, destination: WEB}, {id: g, name: G, source: $one, destination: $two}]
YAML
  expect_code 0 "$ctl" import --into twins --to-dir "$scratch/twins" "$scratch/twins.otm" || return 1
  expect_code 0 "$ctl" lint "$scratch/twins" || return 1
  [ "$(grep -c '^    kind: ' "$scratch/twins/p.yaml")" = 5 ] || fail "elements: $(cat "$scratch/twins/p.yaml")" || return 1
  given 0 twins.yaml 'imported/t1-2 +threat' <<YAML || return 1
metadata: {id: M}
threats: [{id: T1, title: A}, {id: t1, title: B}, {id: $one, title: D}, {id: $two, title: E}]
controls: [{id: C1, title: A, objective: O, threats: [{reference-id: M, entries: [{reference-id: t1}, {reference-id: gone}]}]}]
YAML
  given '0 2' twins-1.0.csv 'V1\.1\.1: another entry' <<CSV
chapter_id,chapter_name,section_id,section_name,req_id,req_description,L
V1,A,V1.1,B,V1.1.1,Verify that it is so.,1
V1,A,V1.1,B,v1.1.1,Verify that it is not so.,1
CSV
}

test_no_path_leads_out_of_the_folder() {
  mkdir -p "$scratch/in" "$scratch/out-of-it"
  printf 'technical_assets: {SECRET: {id: s, type: process, technology: web-server}}\n' >"$scratch/out-of-it/x.yaml"
  ln -sfn "$scratch/out-of-it/x.yaml" "$scratch/in/link.yaml"
  ln -sfn "$scratch/out-of-it" "$scratch/in/folder"
  for path in ../out-of-it/x.yaml "$scratch/out-of-it/x.yaml" file:///etc/passwd http://127.0.0.1:9/x.yaml a/../../out-of-it/x.yaml \
    link.yaml folder/x.yaml model.yaml; do
    printf 'threagile_version: 1.0.0\ntitle: T\nincludes: ["%s"]\n' "$path" >"$scratch/in/model.yaml"
    printf 'technical_assets: {A: {id: a, type: process, technology: web-server}}\n' >>"$scratch/in/model.yaml"
    survives '0 2' "$scratch/in/model.yaml" "$path" || return 1
    if grep -q SECRET "$scratch/out"; then fail "$path was read" || return 1; fi
  done
  printf 'metadata: {id: M}\ncontrols: [{id: C1, title: A, objective: O}]\n' >"$scratch/in/model.yaml"
  printf 'controls: [{id: SECRET, title: A, objective: O}]\n' >"$scratch/out-of-it/x.yaml"
  ln -sfn . "$scratch/in/again"
  mkfifo "$scratch/in/pipe.yaml"
  survives 0 "$scratch/in" 'a folder with links and a pipe' || return 1
  expect_text "$scratch/out" '^1 object;'
}

test_what_is_no_file_is_refused() {
  survives 2 /dev/zero 'bytes without end' || return 1
  survives 2 /dev/null nothing || return 1
  survives 2 "$scratch/nowhere.json" 'no file' || return 1
  mkdir "$scratch/crowd"
  for i in $(seq 1001); do echo '{}' >"$scratch/crowd/$i.json"; done
  survives 2 "$scratch/crowd" 'a thousand files and one' || return 1
  expect_text "$scratch/err" 'more than 1000 files'
}

run_tests

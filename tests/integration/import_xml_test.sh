#!/bin/sh
# What others write as XML, taken over with catalogctl: CWE, and the files of the Microsoft Threat Modeling Tool.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
data=../shared/data

cat >"$scratch/cwec.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Weakness_Catalog Name="CWE" Version="9.1" Date="2030-01-02" xmlns="http://cwe.mitre.org/cwe-9"
    xmlns:xhtml="http://www.w3.org/1999/xhtml">
<Weaknesses>
<Weakness ID="20" Name="Trusts too much" Abstraction="Base" Status="Draft">
  <Description>It believes what it is told.</Description>
  <Extended_Description><xhtml:p>Such as:</xhtml:p><xhtml:ul><xhtml:li>a name</xhtml:li></xhtml:ul></Extended_Description>
  <Related_Weaknesses><Related_Weakness Nature="ChildOf" CWE_ID="7" View_ID="1000"/></Related_Weaknesses>
  <Likelihood_Of_Exploit>High</Likelihood_Of_Exploit><Observed_Examples/>
  <Potential_Mitigations><Mitigation Mitigation_ID="MIT-5"><Phase>Design</Phase><Strategy>Ask Twice</Strategy>
    <Description>Ask twice.</Description><Effectiveness>High</Effectiveness></Mitigation></Potential_Mitigations>
  <Related_Attack_Patterns><Related_Attack_Pattern CAPEC_ID="3"/></Related_Attack_Patterns>
</Weakness>
</Weaknesses>
</Weakness_Catalog>
XML

cat >"$scratch/own.tb7" <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<KnowledgeBase><Manifest name="Own" id="own-base" version="1.0"/>
<ThreatCategories><ThreatCategory><Name>Tampering</Name><Id>T</Id></ThreatCategory></ThreatCategories>
<ThreatTypes><ThreatType><GenerationFilters><Include>source is 'GE.P'</Include><Exclude/></GenerationFilters><Id>T1</Id>
<ShortTitle>{source.Name} is changed</ShortTitle><Category>T</Category><Description>Somebody changes it.</Description>
<PropertiesMetaData><ThreatMetaDatum><Name>PossibleMitigations</Name><Values><Value>Seal it.</Value></Values>
</ThreatMetaDatum></PropertiesMetaData></ThreatType></ThreatTypes></KnowledgeBase>
XML

# shape AS GENERIC GUID NAME [MORE]: one thing on a drawing.
shape() {
  echo "<a:KeyValueOfguidanyType><a:Value i:type=\"$1\"><GenericTypeId>$2</GenericTypeId><Guid>$3</Guid><Properties>" \
    "<a:anyType i:type=\"b:StringDisplayAttribute\"><b:DisplayName>Name</b:DisplayName><b:Name/>" \
    "<b:Value>$4</b:Value></a:anyType></Properties><TypeId>$2</TypeId>${5:-}</a:Value></a:KeyValueOfguidanyType>"
}

# threat FLOW STATE WHY: one threat of a drawing.
threat() {
  echo "<a:KeyValueOfstringThreatpc_P0_PhOB><a:Key>k</a:Key><a:Value><b:FlowGuid>$1</b:FlowGuid><b:Properties>" \
    "<a:KeyValueOfstringstring><a:Key>Title</a:Key><a:Value>An order is changed</a:Value></a:KeyValueOfstringstring>" \
    "</b:Properties><b:State>$2</b:State><b:StateInformation>$3</b:StateInformation><b:TypeId>T1</b:TypeId></a:Value>" \
    "</a:KeyValueOfstringThreatpc_P0_PhOB>"
}

{
  echo '<ThreatModel xmlns="urn:m" xmlns:a="urn:a" xmlns:b="urn:b" xmlns:i="urn:i"><DrawingSurfaceList>'
  echo '<DrawingSurfaceModel><Guid>d1</Guid><Borders>'
  shape StencilEllipse GE.P p1 Shop
  shape StencilParallelLines GE.DS s1 Orders
  echo '</Borders><Lines>'
  shape Connector GE.DF f1 Order '<SourceGuid>p1</SourceGuid><TargetGuid>s1</TargetGuid>'
  echo '</Lines></DrawingSurfaceModel></DrawingSurfaceList>'
  echo '<MetaInformation><ThreatModelName>Web Shop</ThreatModelName></MetaInformation><ThreatInstances>'
  threat f1 Mitigated 'Orders are signed.'
  echo '</ThreatInstances></ThreatModel>'
} >"$scratch/shop.tm7"

test_a_release_is_stored_once() {
  expect_code 0 "$ctl" import --dry-run "$scratch/cwec.xml" || return 1
  expect_text "$scratch/out" 'Observed_Examples has no place in' || return 1
  expect_code 2 "$ctl" taxonomy show cwe@9.1 || return 1
  expect_code 0 "$ctl" import "$scratch/cwec.xml" || return 1
  expect_text "$scratch/out" '1 release; ' || return 1
  expect_code 0 "$ctl" import "$scratch/cwec.xml" || return 1
  expect_text "$scratch/out" 'nothing was stored' || return 1
  expect_code 0 "$ctl" taxonomy show cwe@9.1 CWE-20 || return 1
  expect_text "$scratch/out" 'Trusts too much' || return 1
  expect_text "$scratch/out" 'CWE-7'
}

test_an_entry_becomes_a_threat_with_its_controls() {
  expect_code 0 "$ctl" import "$scratch/cwec.xml" || return 1
  expect_code 0 "$ctl" promote --into web cwe@9.1:CWE-20 || return 1
  expect_text "$scratch/out" 'web/cwe-20 +threat' || return 1
  expect_text "$scratch/out" 'web/cwe-20-mit-5 +control'
}

test_a_knowledge_base_becomes_threats_and_again_changes_nothing() {
  expect_code 0 "$ctl" import --into base "$scratch/own.tb7" || return 1
  expect_text "$scratch/out" 'base/t1 +threat +created' || return 1
  expect_text "$scratch/out" 'base/t1-mitigation +control +created' || return 1
  expect_code 0 "$ctl" import --into base "$scratch/own.tb7" || return 1
  expect_text "$scratch/out" 'base/t1 +threat +unchanged' || return 1
  expect_code 0 "$ctl" import --into base --to-dir "$scratch/base" "$scratch/own.tb7" || return 1
  expect_code 0 "$ctl" lint "$scratch/base" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/base"
}

test_a_model_becomes_a_feature_and_again_changes_nothing() {
  expect_code 0 "$ctl" import --into shop "$scratch/shop.tm7" || return 1
  expect_text "$scratch/out" 'shop/web-shop +feature +created' || return 1
  expect_code 0 "$ctl" import --into shop "$scratch/shop.tm7" || return 1
  expect_text "$scratch/out" 'shop/web-shop +feature +unchanged' || return 1
  expect_code 0 "$ctl" import --into shop --to-dir "$scratch/shop" "$scratch/shop.tm7" || return 1
  expect_code 0 "$ctl" lint "$scratch/shop" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/shop" || return 1
  "$ctl" resolve "$scratch/shop/web-shop.yaml" >"$scratch/out" 2>"$scratch/err" || :
  expect_text "$scratch/out" 'An order is changed'
}

test_encodings_make_no_difference() {
  expect_code 0 "$ctl" import --into shop --to-dir "$scratch/plain" "$scratch/shop.tm7" || return 1
  for encoding in UTF-16 UTF-16LE UTF-16BE; do
    mkdir "$scratch/$encoding"
    {
      case $encoding in
      UTF-16LE) printf '\377\376' ;;
      UTF-16BE) printf '\376\377' ;;
      esac
      iconv -f UTF-8 -t "$encoding" "$scratch/shop.tm7"
    } >"$scratch/$encoding/shop.tm7"
    expect_code 0 "$ctl" import --into shop --to-dir "$scratch/$encoding/out" "$scratch/$encoding/shop.tm7" || return 1
    cmp "$scratch/plain/web-shop.yaml" "$scratch/$encoding/out/web-shop.yaml" || fail "$encoding reads as another model" ||
      return 1
  done
}

# refused WORDS: hostile.xml is refused with its name and WORDS, whatever it is said to be, and nothing is stored.
refused() {
  expect_code 2 "$ctl" import --into hostile "$scratch/hostile.xml" || return 1
  expect_text "$scratch/err" "hostile\.xml:$1" || return 1
  expect_code 2 "$ctl" import --into hostile --keep-going "$scratch/hostile.xml"
}

# repeated COUNT TEXT
repeated() {
  awk -v count="$1" -v text="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}

test_hostile_files_are_refused_with_the_place() {
  for root in 'Weakness_Catalog Version="1"' KnowledgeBase ThreatModel; do
    name=${root%% *}
    printf '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<%s>&b;</%s>' "$root" "$name" \
      >"$scratch/hostile.xml"
    refused '1:[0-9]+: a DOCTYPE is not taken' || return 1
    printf '<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<%s/>' "$root" >"$scratch/hostile.xml"
    refused '1:[0-9]+: a DOCTYPE is not taken' || return 1
    printf '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<%s>&a;</%s>' "$root" "$name" >"$scratch/hostile.xml"
    refused '1:[0-9]+: a DOCTYPE is not taken' || return 1
    {
      printf '<%s>\n' "$root"
      repeated 20000 '<a>'
    } >"$scratch/hostile.xml"
    refused '2:190: at most 64 levels' || return 1
    printf '<%s>\n<a>' "$root" >"$scratch/hostile.xml"
    refused '2:4: no element found' || return 1
    printf '<%s>\n<a>\000</a></%s>' "$root" "$name" >"$scratch/hostile.xml"
    refused '2:4: not well-formed' || return 1
    printf '<%s>\n<a>\303\050</a></%s>' "$root" "$name" >"$scratch/hostile.xml"
    refused '2:4: not well-formed' || return 1
    {
      printf '<%s>\n<a b="' "$root"
      repeated 200000 'aaaaaaaaaa'
      printf '"/></%s>' "$name"
    } >"$scratch/hostile.xml"
    refused '2:1: at most 1048576 bytes of one tag' || return 1
  done
  expect_code 0 "$ctl" list --output csv || return 1
  ! grep -q hostile/ "$scratch/out" || fail 'something hostile was stored'
}

# release: what the release in $scratch/cwe holds: entries and those out of use of each kind, replacements, parents,
# mitigations, those that are full and partial, references to CAPEC and OWASP, entries with likelihood and consequences.
release() {
  awk '
    /^    kind: / { kind = $2; entries[kind]++ }
    /^    status: deprecated/ { old[kind]++ }
    /^    replaced_by: / { replaced++ }
    /^    parents: / { parents += NF - 1 }
    /^    [a-z]+:/ { list = $1 }
    /^      - id: / && list == "mitigations:" { mitigations++ }
    /^        strength: / { strength[$2]++ }
    /^      - scheme: / { scheme[$3]++ }
    /^    likelihood: / { likelihood++ }
    /^    consequences: / { consequences++ }
    END { print entries["weakness"], entries["category"], entries["view"], old["weakness"], old["category"], old["view"],
                replaced, parents, mitigations, strength["full"], strength["partial"], scheme["capec"], scheme["owasp"],
                likelihood, consequences }' \
    "$scratch/cwe/cwe-4.15.taxonomy.yaml"
}

# The numbers are those of the file, counted apart from the importer.
test_real_cwe_keeps_its_numbers() {
  [ -d "$data/cwe" ] || return 0
  expect_code 0 "$ctl" import --to-dir "$scratch/cwe" "$data/cwe/cwec_v4.15.xml" || return 1
  expect_text "$scratch/out" '1 release; .*left out: 0' || return 1
  found=$(release)
  wanted='964 409 54 25 120 15 8 1572 1702 75 130 1212 102 185 917'
  [ "$found" = "$wanted" ] || fail "the release holds $found instead of $wanted" || return 1
  expect_code 0 "$ctl" import "$data/cwe/cwec_v4.15.xml" || return 1
  expect_code 0 "$ctl" import "$data/cwe/cwec_v4.15.xml" || return 1
  expect_text "$scratch/out" 'nothing was stored' || return 1
  expect_code 0 "$ctl" promote --into web cwe@4.15:CWE-79 || return 1
  found=$(grep -c ' control' "$scratch/out")
  [ "$found" -eq 12 ] || fail "CWE-79 has $found controls instead of 12"
}

# again FILE: stored twice, every object is the same.
again() {
  expect_code 0 "$ctl" import --into real "$1" || return 1
  expect_code 0 "$ctl" import --into real "$1" || return 1
  ! grep -qE '  (created|updated)  ' "$scratch/out" || fail "$1: the second import changes something"
}

test_a_real_knowledge_base_keeps_its_numbers() {
  file=$data/ms-tmt/default.tb7
  [ -f "$file" ] || return 0
  expect_code 0 "$ctl" import --into real --to-dir "$scratch/real-base" "$file" || return 1
  expect_text "$scratch/out" 'are left out: 59' || return 1
  expect_code 0 "$ctl" lint "$scratch/real-base" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/real-base" || return 1
  found=$(cat "$scratch/real-base"/*.yaml | awk '
    /^kind: threat$/ { threats++ }
    /^stride: / { stride[substr($2, 2, 1)]++ }
    /^  Arises where: / { include++ }
    /^  Not where: / { exclude++ }
    END { print threats, stride["s"], stride["t"], stride["r"], stride["i"], stride["d"], stride["e"], include, exclude }')
  wanted='47 7 14 8 7 5 6 47 11'
  [ "$found" = "$wanted" ] || fail "threats, STRIDE, rules are $found instead of $wanted" || return 1
  again "$file"
}

test_a_real_model_keeps_its_numbers() {
  file=$data/ms-tmt/MTMT_example.tm7
  [ -f "$file" ] || return 0
  expect_code 0 "$ctl" import --into real --to-dir "$scratch/real-model" "$file" || return 1
  expect_code 0 "$ctl" lint "$scratch/real-model" || return 1
  expect_code 0 "$ctl" fmt --check "$scratch/real-model" || return 1
  found=$(awk '
    /^[a-z_]+:/ { list = $1 }
    /^  - / { count[list]++ }
    /^      tags: .*priority:High/ { high++ }
    /^      stride: / { stride++ }
    END { print count["elements:"], count["data_flows:"], count["trust_zones:"], count["threats:"], count["mitigations:"],
                high, stride }' "$scratch/real-model/mtmt-example.yaml")
  wanted='4 6 2 43 43 38 43'
  [ "$found" = "$wanted" ] ||
    fail "elements, flows, zones, threats, mitigations, high ones, STRIDE are $found instead of $wanted" || return 1
  again "$file"
}

run_tests

#!/bin/sh
# Writes the lists of this folder anew from the files of their owners: sh catalogs/taxonomies/make.sh DIRECTORY [OUTPUT]
# All but owasp.taxonomy.yaml, which is written by hand. DIRECTORY has the files that are named below, in whatever folders; OUTPUT is
# this folder where it is not said. Takes ids, titles, levels and who stands above whom, and no text. Needs jq.
#
# A part of a release is not that release: its name begins with 0-ids, so that any release that is imported later is newer
# and references are looked up there.
set -eu
data=$(cd "${1:?usage: sh catalogs/taxonomies/make.sh DIRECTORY [OUTPUT]}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
output=$(cd "${2:-$here}" && pwd)
cd "$here"
command -v jq >/dev/null || {
  echo "make.sh needs jq" >&2
  exit 2
}

# file NAME: the path of NAME in DIRECTORY.
file() {
  found=$(find "$data" -type f -name "$1" | head -n 1)
  [ -n "$found" ] || {
    echo "there is no $1 in $data" >&2
    exit 2
  }
  printf '%s\n' "$found"
}

# head_of SCHEME RELEASE TITLE SOURCE NOTICE: how a list begins.
head_of() {
  printf '# %s\n' "$5"
  printf 'taxonomy:\n  scheme: %s\n  release: %s\n  title: %s\n  source: %s\nentries:\n' "$1" "$2" "$3" "$4"
}

# referred SCHEME: the ids of SCHEME that the starter catalogs refer to.
referred() {
  awk -v scheme="$1" '$1 == "-" && $2 == "scheme:" {found = $3 == scheme; next} found && $1 == "id:" {print $2; found = 0}' \
    ../*/*.yaml | sort -u
}

mitre='(c) The MITRE Corporation. Reproduced and distributed with the permission of The MITRE Corporation: see NOTICE.'

# Categories of view 1344 with what is in them, and what the catalogs refer to besides.
make_cwe() {
  xml=$(file 'cwec_v4.15.xml')
  head_of cwe 0-ids-4.15 'Part of CWE 4.15, ids and titles' \
    https://cwe.mitre.org/data/definitions/1344.html "CWE $mitre"
  referred cwe | sed 's/^CWE-//' | awk '
    function attribute(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    function plain(text) {
      gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text)
      gsub(/&amp;/, "\\&", text); gsub(/["\\]/, "\\\\&", text)
      return text
    }
    function note(kind) {
      id = attribute("ID")
      title[id] = plain(attribute("Name")); kind_of[id] = kind; status[id] = attribute("Status")
    }
    FNR == NR {wanted[$1] = 1; next}
    /<Weakness ID=/ {note("weakness")}
    /<Category ID=/ {note("category")}
    /<Has_Member / && attribute("View_ID") == "1344" {
      member = attribute("CWE_ID"); wanted[member] = 1
      if (kind_of[id] == "category") above[member] = above[member] (above[member] == "" ? "" : ", ") "CWE-" id
    }
    END {
      for (id in wanted) {
        if (!(id in title)) { print "there is no CWE-" id > "/dev/stderr"; exit 1 }
        printf "%d\t  - {id: CWE-%s, kind: %s, title: \"%s\"", id, id, kind_of[id], title[id]
        if (above[id] != "") printf ", parents: [%s]", above[id]
        print (status[id] ~ /Deprecated|Obsolete/ ? ", status: deprecated}" : "}")
      }
    }' - "$xml" | sort -n | cut -f 2-
}

# entries_of_stix SOURCE KIND FILE: its attack patterns; the one that is in use where two have the same id.
entries_of_stix() {
  jq -r --arg source "$1" --arg kind "$2" '
    [.objects[] | select(.type == "attack-pattern")
      | {id: ([.external_references[] | select(.source_name == $source) | .external_id][0]), title: .name,
         status: (if .revoked then "revoked" elif .x_mitre_deprecated or ((.x_capec_status // "") | test("Deprecated|Obsolete"))
                  then "deprecated" else "current" end)}]
    | group_by(.id) | map(sort_by(.status)[0])
    | sort_by(.id | [scan("[0-9]+") | tonumber])[]
    | "  - {id: \(.id), kind: \($kind), title: \(.title | tojson)" + (if .status == "current" then "}" else ", status: \(.status)}" end)
  ' "$3"
}

make_capec() {
  bundle=$(file 'capec-3.9-stix2.1-bundle.json')
  head_of capec 0-ids-3.9 'CAPEC 3.9, ids and titles' https://capec.mitre.org "CAPEC $mitre"
  entries_of_stix capec attack-pattern "$bundle"
}

make_attack() {
  bundle=$(file 'enterprise-attack-18.1-techniques-mitigations.json')
  head_of attack 0-ids-18.1 'Part of ATT&CK Enterprise 18.1, ids and titles' \
    https://attack.mitre.org "ATT&CK $mitre"
  referred attack >"$scratch/attack"
  entries_of_stix mitre-attack technique "$bundle" |
    awk -F '[:,]' 'FNR == NR {wanted[$1] = 1; next} {id = $2; sub(/^ /, "", id)} id in wanted' "$scratch/attack" -
}

make_d3fend() {
  list=$(file 'd3fend-techniques.csv')
  head_of d3fend 0-ids 'Part of D3FEND, ids and titles' https://d3fend.mitre.org \
    'D3FEND (c) 2022 The MITRE Corporation, MIT licence: see NOTICE.'
  referred d3fend |
    awk -F , 'FNR == NR {wanted[$1] = 1; next} $1 in wanted {printf "  - {id: %s, kind: technique, title: \"%s\"}\n", $1, $3}' - "$list"
}

make_nist() {
  catalog=$(file 'NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.json')
  low=$(file 'NIST_SP-800-53_rev5_LOW-baseline_profile.json')
  head_of nist-800-53 0-ids-rev5 'LOW and MODERATE of SP 800-53 rev. 5, ids and titles' \
    https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final 'SP 800-53 is in the public domain (NIST).'
  jq -r --slurpfile low "$low" '
    ([$low[0].profile.imports[]["include-controls"][]["with-ids"][]] | map({(.): true}) | add) as $is_low
    | def name_of: [.props[] | select(.name == "label" and (has("class") | not)) | .value][0];
      def line($kind; $above): "  - {id: \(name_of), kind: \($kind), title: \(.title | tojson), parents: [\($above)], level: \(
        if $is_low[.id] then "low" else "moderate" end)}";
      .catalog.groups[] | (.id | ascii_upcase) as $group
      | "  - {id: \($group), kind: group, title: \(.title | tojson)}",
        (.controls[] | line("control"; $group), (name_of as $above | (.controls // [])[] | line("enhancement"; $above)))
  ' "$catalog"
}

# A requirement has the heading of its section for a title: its own text is what the licence is about.
make_asvs() {
  list=$(file 'asvs-5.0.0-en.flat.json')
  head_of asvs 0-ids-5.0.0 'ASVS 5.0.0, ids, levels and headings' https://owasp.org/www-project-application-security-verification-standard \
    'ASVS (c) The OWASP Foundation, CC-BY-SA-4.0. Ids, levels and headings only: see NOTICE.'
  jq -r '
    .requirements as $all
    | def unique_by_order(f): reduce .[] as $x ({seen: {}, list: []}; ($x | f) as $k
        | if .seen[$k] then . else .seen[$k] = true | .list += [$x] end) | .list;
      ($all | unique_by_order(.chapter_id)[] | "  - {id: \(.chapter_id), kind: chapter, title: \(.chapter_name | tojson)}"),
      ($all | unique_by_order(.section_id)[]
        | "  - {id: \(.section_id), kind: section, title: \(.section_name | tojson), parents: [\(.chapter_id)]}"),
      ($all[] | "  - {id: \(.req_id), kind: requirement, title: \(.section_name | tojson), parents: [\(.section_id)], level: L\(.L)}")
  ' "$list"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for scheme in cwe capec attack d3fend nist asvs; do
  "make_$scheme" >"$scratch/$scheme.taxonomy.yaml"
done
mv "$scratch/nist.taxonomy.yaml" "$scratch/nist-800-53.taxonomy.yaml"
mv "$scratch"/*.yaml "$output"

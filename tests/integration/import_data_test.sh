#!/bin/sh
# Every file of the data folder is imported as what it is, or refused for what it is not; none is forgotten.
set -u
. "$(dirname "$0")/lib.sh"
client_only
start_daemon
data=../shared/data

# What each file is: the format it is imported as; `part` of the tree ccc, by itself of no known shape; `none`, which has
# the shape of no format (schemas, licences, lists); or `malformed`.
cat >"$scratch/files" <<FILES
none FILES.tsv
none README.md
asvs asvs/asvs-4.0.3-en.json
cyclonedx asvs/asvs-5.0.0-en.cdx.json
asvs asvs/asvs-5.0.0-en.csv
asvs asvs/asvs-5.0.0-en.flat.json
asvs asvs/asvs-5.0.0-en.json
asvs-mapping asvs/mapping_v4.0.3_to_v5.0.0.yml
none attack/LICENSE-mitre-attack-capec.txt
stix attack/enterprise-attack-18.1-techniques-mitigations.json
stix attack/ics-attack-18.1.json
stix capec/capec-3.9-stix2.1-bundle.json
part ccc/categories.yaml
gemara ccc/compute/serverless-computing/capabilities.yaml
gemara ccc/compute/serverless-computing/controls.yaml
part ccc/compute/serverless-computing/metadata.yaml
gemara ccc/compute/serverless-computing/threats.yaml
part ccc/core/core/capabilities.yaml
gemara ccc/core/core/controls.yaml
part ccc/core/core/groups.yaml
gemara ccc/core/core/mappings/threats-ccm-v4.yaml
gemara ccc/core/core/mappings/threats-mitre-attack.yaml
part ccc/core/core/metadata.yaml
part ccc/core/core/threats.yaml
gemara ccc/crypto/key/capabilities.yaml
gemara ccc/crypto/key/controls.yaml
gemara ccc/crypto/key/mappings/threats-mitre-attack.yaml
part ccc/crypto/key/metadata.yaml
gemara ccc/crypto/key/threats.yaml
gemara ccc/database/relational/capabilities.yaml
gemara ccc/database/relational/controls.yaml
gemara ccc/database/relational/mappings/threats-mitre-attack.yaml
part ccc/database/relational/metadata.yaml
gemara ccc/database/relational/threats.yaml
gemara ccc/networking/vpc/capabilities.yaml
gemara ccc/networking/vpc/controls.yaml
gemara ccc/networking/vpc/mappings/threats-mitre-attack.yaml
part ccc/networking/vpc/metadata.yaml
gemara ccc/networking/vpc/threats.yaml
gemara ccc/storage/object/capabilities.yaml
gemara ccc/storage/object/controls.yaml
gemara ccc/storage/object/mappings/threats-mitre-attack.yaml
part ccc/storage/object/metadata.yaml
gemara ccc/storage/object/threats.yaml
ctid ctid-mappings/aws-12.12.2024_attack-16.1-enterprise.json
ctid ctid-mappings/nist_800_53-rev5_attack-16.1-enterprise.json
cwe cwe/cwec_v4.15.xml
cyclonedx cyclonedx/saasbom-apigateway-microservices.json
cyclonedx cyclonedx/tmbom-multi-example.cdx.json
cyclonedx cyclonedx/tmbom-pytm-example.cdx.json
d3fend d3fend/d3fend-techniques.csv
gemara gemara/good-capability-catalog.yaml
gemara gemara/good-ccc.yaml
gemara gemara/good-lifecycle.yaml
gemara gemara/good-mapping-document.yaml
gemara gemara/good-threat-catalog.yaml
hcltm hcltm/MITRE_ATTACK_controls.hcl
hcltm hcltm/aws-security-checklist.hcl
hcltm hcltm/control-library/expanded-controls.hcl
hcltm hcltm/control-library/othercontrols.hcl
hcltm hcltm/including-example/corp-app-remote.hcl
hcltm hcltm/including-example/corp-app.hcl
hcltm hcltm/including-example/shared/tower.hcl
hcltm hcltm/owasp-proactive-controls.hcl
hcltm hcltm/spec.hcl
hcltm hcltm/tm1.hcl
hcltm hcltm/tm1.json
hcltm hcltm/tm2.hcl
hcltm hcltm/tm2.json
hcltm hcltm/tm3.hcl
hcltm hcltm/tm4.hcl
hcltm hcltm/tm5.hcl
none licenses/Apache-2.0.txt
none licenses/CC-BY-SA-4.0.txt
none licenses/Community-Specification-1.0.md
none licenses/MITRE-attack-capec.txt
none licenses/NIST-oscal-content.md
none licenses/NOTICES.md
tm7 ms-tmt/MTMT_example.tm7
tb7 ms-tmt/default.tb7
oscal oscal-catalog/NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog.yaml
oscal oscal-catalog/NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.json
oscal oscal-catalog/basic-catalog.json
oscal oscal-component/bigbang-oscal-component.yaml
oscal oscal-component/example-component-definition.json
oscal oscal-component/example-component.json
oscal oscal-component/trestle-bp-component-definition.json
oscal oscal-profile/NIST_SP-800-53_rev5_HIGH-baseline_profile.json
oscal oscal-profile/NIST_SP-800-53_rev5_LOW-baseline_profile.json
oscal oscal-profile/NIST_SP-800-53_rev5_MODERATE-baseline_profile.json
oscal oscal-profile/NIST_SP-800-53_rev5_PRIVACY-baseline_profile.json
oscal oscal-ssp/oscal_leveraged-example_ssp.json
otm otm/EXAMPLE.json
otm otm/EXAMPLE.yaml
none otm/otm_schema.json
otm otm/startleft-cft_example.yaml
otm otm/startleft-lucid_example.yaml
otm otm/startleft-manual_threat_model.yaml
otm otm/startleft-minimal_content.yaml
otm otm/startleft-mtmt_example.yaml
pytm pytm/model-output.json
pytm pytm/threats.json
threagile threagile/example.yaml
threagile threagile/rule-accidental-secret-leak.yaml
threagile threagile/stub.yaml
threat-composer threat-composer/GenAIChatbot.tc.json
threat-composer threat-composer/ThreatComposer.tc.json
threat-composer threat-composer/ThreatModelingForBuilders-Exercise1.tc.json
threat-composer threat-composer/ThreatModelingForBuilders-Exercise4.tc.json
threat-composer threat-composer/mitigation-pack-GenAIChatbot.json
none threat-composer/threat-composer-v1.schema.json
threat-composer threat-composer/threat-pack-GenAIChatbot.json
threat-composer threat-composer/threatStatementExamples.json
none threat-dragon/threat-dragon-v1.schema.json
none threat-dragon/threat-dragon-v2.schema.json
threat-dragon threat-dragon/v1-demo-threat-model.json
threat-dragon threat-dragon/v1-enter-the-dragon-3.json
threat-dragon threat-dragon/v2-cryptocurrency-wallet.json
malformed threat-dragon/v2-malformed-new-model.json
threat-dragon threat-dragon/v2-test-reports.json
threat-dragon threat-dragon/v2-threat-model.json
threat-dragon threat-dragon/v2-three-tier-web-app.json
tml tml/hashicorp-vault-threat-model.json
tml tml/husky-ai-threat-model.json
none tml/threat-model.schema.json
trustoncloud trustoncloud/threatmodel-aws-s3.json
FILES

# arguments FILE: what importing it needs beside its name.
arguments() {
  case $1 in
    d3fend/*) echo --release 1.0 ;;
    *.cdx.json) echo --release cyclonedx ;;
  esac
}

test_every_file_of_the_folder_is_in_the_table() {
  [ -d "$data" ] || return 0
  (cd "$data" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) >"$scratch/there"
  sed 's/^[^ ]* //' "$scratch/files" | LC_ALL=C sort | diff "$scratch/there" -
}

test_every_file_is_recognised_as_what_it_is() {
  [ -d "$data" ] || return 0
  while read -r format file; do
    case $format in
      none | part)
        expect_code 2 "$ctl" import --dry-run --to-dir "$scratch/never" "$data/$file" || return 1
        grep -Eq "$(basename "$file")( has the shape of no known format|:[0-9]+:[0-9]+: not YAML)" "$scratch/err" ||
          fail "$file: $(head -1 "$scratch/err")" || return 1
        ;;
      malformed)
        expect_code 2 "$ctl" import --dry-run --to-dir "$scratch/never" "$data/$file" || return 1
        expect_text "$scratch/err" "$(basename "$file"):[0-9]+:[0-9]+: " || return 1
        ;;
      *)
        # shellcheck disable=SC2046
        expect_code 0 "$ctl" import --dry-run --to-dir "$scratch/never" --output json $(arguments "$file") "$data/$file" ||
          return 1
        tr -d ' \n' <"$scratch/out" | grep -q "\"formats\":\[\"$format\"\]" || fail "$file is no $format" || return 1
        ;;
    esac
  done <"$scratch/files"
}

# Each goes to a namespace of its own; imported again, nothing is added or changed.
test_every_file_imported_again_changes_nothing() {
  [ -d "$data" ] || return 0
  number=0
  while read -r format file; do
    case $format in none | part | malformed) continue ;; esac
    number=$((number + 1))
    # shellcheck disable=SC2046
    expect_code 0 "$ctl" import --into "file$number" $(arguments "$file") "$data/$file" || return 1
    # shellcheck disable=SC2046
    expect_code 0 "$ctl" import --into "file$number" --output json $(arguments "$file") "$data/$file" || return 1
    if grep -Eq '"(change|outcome)": "[A-Z_]*_(ADDED|CHANGED|CREATED|UPDATED)"|"gone"' "$scratch/out"; then
      fail "$file: the second import changes something: $(grep -E 'ADDED|CHANGED|CREATED|UPDATED|gone' "$scratch/out" | head -3)" ||
        return 1
    fi
  done <"$scratch/files"
}

run_tests

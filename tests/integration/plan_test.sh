#!/bin/sh
# What a plan promises is what comes of it: its first step is written into the file by hand, as a team would, and resolved.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

# field FILE NAME: the first value of NAME in the JSON of FILE.
field() {
  sed -n "s/.*\"$2\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$1" | head -n 1
}

# first_step FILE: the first step of the sequence in the JSON of FILE.
first_step() {
  awk '/^  "sequence"/ { inside = 1 } inside { print } inside && /^    }/ { exit }' "$1"
}

# closed_rows FILE: rows of the resolution in the JSON of FILE that need no more.
closed_rows() {
  awk '/^  "states"/ { inside = 1 }
    inside && /"state"/ { wanted = /MITIGATED|ACCEPTED|NOT_APPLICABLE/ }
    inside && /"now"/ { if (wanted) { gsub(/[^0-9]/, ""); sum += $0 } }
    inside && /^  \]/ { exit }
    END { print sum + 0 }' "$1"
}

# resolve_json FILE: the effective model of FILE, whatever its verdict, to $scratch/model.json.
resolve_json() {
  "$ctl" resolve "$1" --output json >"$scratch/model.json" 2>"$scratch/err" || [ $? -eq 1 ]
}

# expect_promise FILE: FILE, changed, has the verdict and the closed rows that the first step in $scratch/plan.json
# promised.
expect_promise() {
  first_step "$scratch/plan.json" >"$scratch/step.json"
  wanted_gate=$(field "$scratch/step.json" gateAfter)
  gained=$(field "$scratch/step.json" rowsClosed)
  before=$(sed -n 's/^  "rowsClosed": \([0-9]*\).*/\1/p' "$scratch/plan.json")
  resolve_json "$1"
  got_gate=$(awk '/^  "now"/ { inside = 1 } inside && /"state"/ { gsub(/[^A-Z_]/, ""); print; exit }' "$scratch/model.json")
  [ "$got_gate" = "$wanted_gate" ] || fail "the plan promised $wanted_gate and it is $got_gate"
  got=$(closed_rows "$scratch/model.json")
  [ "$got" -eq $((before + ${gained:-0})) ] || fail "the plan promised $before + ${gained:-0} closed rows, and it is $got"
}

test_first_step_of_a_blocked_feature() {
  cp catalogs/examples/partner-api.yaml "$scratch/model.yaml"
  expect_code 0 "$ctl" plan "$scratch/model.yaml" --output json
  cp "$scratch/out" "$scratch/plan.json"
  first_step "$scratch/plan.json" >"$scratch/step.json"
  [ "$(field "$scratch/step.json" subject)" = event-checks ] || fail "the first step is another one"
  awk '/^  - id: / { wanted = $3 == "event-checks" } wanted { sub(/status: planned/, "status: implemented") } { print }' \
    "$scratch/model.yaml" >"$scratch/changed.yaml"
  ! cmp -s "$scratch/model.yaml" "$scratch/changed.yaml" || fail "nothing was changed"
  expect_promise "$scratch/changed.yaml"
}

test_whole_sequence_of_a_blocked_feature() {
  expect_code 0 "$ctl" plan catalogs/examples/partner-api.yaml
  expect_text "$scratch/out" 'Do these 2 in this order and it passes'
  sed 's/status: planned/status: implemented/' catalogs/examples/partner-api.yaml >"$scratch/changed.yaml"
  expect_code 0 "$ctl" resolve "$scratch/changed.yaml"
  expect_code 0 "$ctl" plan "$scratch/changed.yaml"
  expect_text "$scratch/out" '^PASS'
}

test_first_step_of_a_conditional_feature() {
  cp catalogs/examples/report-export.yaml "$scratch/model.yaml"
  expect_code 0 "$ctl" plan "$scratch/model.yaml" --output json
  cp "$scratch/out" "$scratch/plan.json"
  first_step "$scratch/plan.json" >"$scratch/step.json"
  [ "$(field "$scratch/step.json" subject)" = facts.private_account ] || fail "the first step is another one"
  sed 's/private_account: unknown/private_account: true/' "$scratch/model.yaml" >"$scratch/changed.yaml"
  expect_promise "$scratch/changed.yaml"
}

test_first_step_that_adds_a_control() {
  cp catalogs/examples/customer-login.yaml "$scratch/model.yaml"
  expect_code 0 "$ctl" plan "$scratch/model.yaml" --output json
  cp "$scratch/out" "$scratch/plan.json"
  first_step "$scratch/plan.json" >"$scratch/step.json"
  [ "$(field "$scratch/step.json" subject)" = baseline/least-privilege ] || fail "the first step is another one"
  awk '/^answers:/ {
      print "  - id: written-by-hand"
      print "    control: baseline/least-privilege"
      print "    mitigates: [aws/ec2-hijacked-compute, stride/process-escalation, stride/store-destruction, stride/store-disclosure]"
      print "    on: [browser, web.machine, web.volume]"
      print "    status: implemented"
    } { print }' "$scratch/model.yaml" >"$scratch/changed.yaml"
  expect_promise "$scratch/changed.yaml"
}

test_a_plan_says_what_is_left() {
  expect_code 0 "$ctl" plan examples/customer-login
  expect_text "$scratch/out" 'assumption violated +login\.enrolled'
  expect_text "$scratch/err" 'more: --limit 0 shows all'
  expect_code 0 "$ctl" plan examples/customer-login --limit 1
  expect_text "$scratch/out" 'each by itself \(1\)'
}

test_a_plan_names_controls_that_nothing_hangs_on() {
  expect_code 0 "$ctl" plan examples/customer-login
  expect_text "$scratch/out" 'session-required'
}

test_wrong_usage() {
  expect_code 2 "$ctl" plan
  expect_code 2 "$ctl" plan examples/partner-api --organisation
  expect_code 2 "$ctl" plan --organisation --as-planned
  expect_code 2 "$ctl" plan examples/none
  expect_code 2 "$ctl" workload nothing
  expect_text "$scratch/err" 'no published feature belongs to a workload nothing'
}

# With the control as a platform-level entry of a baseline, the rows of all features are those that the plan promised.
test_the_platform_takes_over_a_control() {
  expect_code 0 "$ctl" plan --organisation --output csv
  row=$(sed -n 2p "$scratch/out")
  control=${row%%,*}
  gained=$(printf '%s\n' "$row" | awk -F, '{ print $(NF - 4) }')
  sum_rows >"$scratch/before"
  printf 'kind: baseline\nname: platform-test/more\nversion: 1.0.0\ntitle: More\nentries:\n  - {id: more, control: %s, level: platform}\n' \
    "$control" >"$scratch/more.yaml"
  "$ctl" apply --publish "$scratch/more.yaml" >/dev/null
  sum_rows >"$scratch/after"
  [ "$(cat "$scratch/after")" -eq $(($(cat "$scratch/before") + gained)) ] ||
    fail "the plan promised $gained rows for $control"
}

sum_rows() {
  total=0
  for name in customer-login invoice-upload partner-api report-export; do
    resolve_json "examples/$name"
    total=$((total + $(closed_rows "$scratch/model.json")))
  done
  echo "$total"
}

test_workloads() {
  expect_code 0 "$ctl" workload
  expect_text "$scratch/out" '^orders +1 +team-orders'
  expect_code 0 "$ctl" workload orders
  expect_text "$scratch/out" 'BLOCKED +PASS +[0-9]+ +27 +high +examples/partner-api@1.0.0'
  expect_text "$scratch/out" 'open in examples/partner-api: orders'
  expect_code 0 "$ctl" workload orders --output yaml
  expect_text "$scratch/out" 'workload: orders'
  expect_code 0 "$ctl" workload --at-revision 1 --output csv
}

test_what_to_test() {
  expect_code 0 "$ctl" test-scope examples/invoice-upload
  expect_text "$scratch/out" 'internet .*upload'
  expect_text "$scratch/out" 'see to owner-checks'
  expect_text "$scratch/out" 'login.redirect-list +team-billing'
  expect_code 0 "$ctl" test-scope catalogs/examples/invoice-upload.yaml --output json
  expect_text "$scratch/out" '"address": "login.sign-in"'
  expect_code 0 "$ctl" test-scope examples/invoice-upload --output csv
  expect_text "$scratch/out" '^attestation,login.sign-out'
}

test_text_fits_80_columns() {
  for words in "plan examples/customer-login --limit 0" "plan --organisation" "workload" "workload shop" \
    "test-scope examples/customer-login" "help plan" "help workload" "help test-scope"; do
    # shellcheck disable=SC2086
    "$ctl" $words >"$scratch/wide" 2>/dev/null
    awk 'length($0) > 80 { print; bad = 1 } END { exit bad }' "$scratch/wide" || fail "$words is wider than 80 columns"
  done
}

run_tests

#!/bin/sh
# Builds everything and runs every test: sh tests/run.sh [STEP...]
# Ends with the line `N passed, N failed`. Logs are kept in build/logs. Without arguments every step of the list runs.
# A step that takes longer than STEP_SECONDS (default 1500) is ended and has failed, and so has all that is left after
# RUN_SECONDS (default 4500).
set -u
cd "$(dirname "$0")/.." || exit 2
jobs=$(nproc)
TSAN_OPTIONS="suppressions=$PWD/tests/support/tsan.supp ${TSAN_OPTIONS:-}"
export TSAN_OPTIONS

steps="release clang format rooms schema catalogs integration asan tsan fuzz tidy quickstart"

configure_and_build() {
  cmake --preset "$1" >/dev/null && cmake --build --preset "$1" -- -k 0
}

# Check programs and the scripts of one preset. Sanitizers do not survive Check's forks.
ctest_of() {
  CK_FORK=${2:-yes} ctest --test-dir "build/$1" --output-on-failure --verbose -L check -j "$jobs"
}

step_release() { configure_and_build release && ctest_of release; }
# The release run has tried every property in full.
step_clang() { configure_and_build clang && PROPERTY_RUNS=${PROPERTY_RUNS:-1000} ctest_of clang; }
sanitized() { configure_and_build "$1" && ctest_of "$1" no && KILL9_ROUNDS=5 sh tests/integration/run.sh "build/$1"; }
step_asan() { sanitized asan; }
# The daemon is what has threads: a thousand starts of an instrumented catalogctl would find nothing that unit_client and
# wire, which run with the sanitizer, do not.
step_tsan() {
  [ ! -x build/release/client/cli/catalogctl ] || export CTL=build/release/client/cli/catalogctl
  sanitized tsan
}
step_format() { git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror; }
step_rooms() { sh tests/rooms.sh; }
step_schema() { sh tests/lint/schema.sh check; }
step_catalogs() {
  ctl=build/release/client/cli/catalogctl
  $ctl lint --taxonomies "$(printf '%s\n' catalogs/taxonomies/*.yaml | paste -sd ,)" \
    catalogs/policy catalogs/stride catalogs/appsec catalogs/baseline catalogs/aws catalogs/selfhosted catalogs/inhouse \
    catalogs/examples &&
    $ctl fmt --check catalogs
}
step_integration() { sh tests/integration/run.sh build/release; }
step_fuzz() { configure_and_build fuzz && sh tests/fuzz/run.sh "${FUZZ_SECONDS:-5}" build/fuzz; }
step_tidy() {
  git ls-files 'catalogd/*.c' 'client/*.c' 'proto/codec/*.c' | xargs -n 4 -P "$jobs" clang-tidy --quiet --extra-arg=-UNDEBUG -p build/clang
}
step_quickstart() { sh catalogd/quickstart.sh; }

# One step in a process of its own, so that it can be ended.
if [ -n "${STEP:-}" ]; then
  "step_$STEP"
  exit
fi

sh catalogd/packages.sh tests || exit 2
mkdir -p build/logs
passed=0
failed=0
begun=$(date +%s)

# How long the next step may take.
seconds_left() {
  left=$((begun + ${RUN_SECONDS:-4500} - $(date +%s)))
  [ "$left" -le "${STEP_SECONDS:-1500}" ] || left=${STEP_SECONDS:-1500}
  [ "$left" -ge 1 ] || left=1
  echo "$left"
}

# Adds up Check's lines `100%: Checks: 9, Failures: 0, Errors: 0` and the lines `N passed, N failed` of scripts; a step
# without either counts as one test.
count() {
  awk -v ok="$2" '
    match($0, /Checks: [0-9]+, Failures: [0-9]+, Errors: [0-9]+/) {
      split(substr($0, RSTART, RLENGTH), part, /[^0-9]+/)
      bad = part[3] + part[4]; good += part[2] - bad; wrong += bad; seen = 1
    }
    /^[0-9]+ passed, [0-9]+ failed$/ { good += $1; wrong += $3; seen = 1 }
    END {
      if (!seen) good = ok == 0
      if (ok != 0 && wrong == 0) wrong = 1
      print good + 0, wrong + 0
    }' "$1"
}

run_step() {
  log=build/logs/$1.log
  started=$(date +%s)
  STEP=$1 sh tests/limit.sh "$(seconds_left)" sh tests/run.sh >"$log" 2>&1
  result=$?
  # shellcheck disable=SC2046
  set -- "$1" $(count "$log" "$result")
  passed=$((passed + $2))
  failed=$((failed + $3))
  took=$(($(date +%s) - started))
  if [ "$result" -eq 0 ] && [ "$3" -eq 0 ]; then
    printf 'ok      %-12s %5s tests %4s s\n' "$1" "$2" "$took"
  else
    printf 'FAILED  %-12s %5s tests %4s s, %s failed; the end of %s:\n' "$1" "$2" "$took" "$3" "$log"
    grep -nE ' error:|: error|warning:|\[-W|FAILED|Failure|:[FE]:|ERROR|runtime error' "$log" | tail -n 40
    sed -n '/^still running after/,$p' "$log" | head -n 200
    tail -n 40 "$log"
  fi
}

# Word splitting is wanted: one argument a step.
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $steps
for name in "$@"; do
  case " $steps " in
  *" $name "*) run_step "$name" ;;
  *)
    echo "there is no step $name; the steps are: $steps" >&2
    exit 2
    ;;
  esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

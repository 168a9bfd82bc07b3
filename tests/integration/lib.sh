# Sourced by the integration scripts: a daemon of the script's own and a few assertions.
# BUILD is the build directory, CTL another catalogctl than that build's. A script defines functions test_* and ends with
# `run_tests`.
# shellcheck shell=sh

: "${BUILD:?the build directory}"
catalogd=$BUILD/catalogd/catalogd
ctl=${CTL:-$BUILD/client/cli/catalogctl}
scratch=$(mktemp -d /tmp/catalogd-test.XXXXXX)
CATALOG_URL=ipc://$scratch/s
XDG_CACHE_HOME=$scratch/cache
NO_COLOR=1
export CATALOG_URL XDG_CACHE_HOME NO_COLOR
daemon=

start_daemon() {
  "$catalogd" --data "$scratch/data" --listen "$CATALOG_URL" "$@" >>"$scratch/log" 2>&1 &
  daemon=$!
  tries=0
  until "$ctl" health >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 200 ] || ! kill -0 "$daemon" 2>/dev/null; then
      echo "the daemon did not start:"
      cat "$scratch/log"
      exit 1
    fi
    sleep 0.05
  done
}

# Ends the daemon with SIGTERM; returns its exit code. One that was started outside of the test is no child of the test's
# shell: its end is waited for, its code is not known.
stop_daemon() {
  kill "$daemon"
  result=0
  wait "$daemon" 2>/dev/null || result=$?
  if [ "$result" -eq 127 ]; then
    while kill -0 "$daemon" 2>/dev/null; do sleep 0.05; done
    result=0
  fi
  daemon=
  return "$result"
}

# shellcheck disable=SC2317
clean_up() {
  [ -z "$daemon" ] || kill -9 "$daemon" 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

# For what takes two people, before start_daemon: the daemon's own user, who is whoever `as_owner COMMAND...` runs as, and
# the superuser, whom the daemon trusts as well. Where the tests do not run as the superuser there is only one person.
as_owner() {
  "$@"
}
people=1
# shellcheck disable=SC2034
two_people() {
  [ "$(id -u)" -eq 0 ] || return 0
  setpriv --reuid=65534 --regid=65534 --clear-groups "$catalogd" --version >/dev/null 2>&1 || return 0
  people=2
  as_owner() {
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  }
  printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups "%s" "$@"\n' "$catalogd" \
    >"$scratch/catalogd"
  chmod 755 "$scratch" "$scratch/catalogd"
  chown 65534:65534 "$scratch"
  catalogd=$scratch/catalogd
}

# At the top of a script that tries catalogctl and hardly the daemon: with another catalogctl than this build's there is
# nothing in it that the run of that build has not tried.
client_only() {
  [ -n "${CTL:-}" ] || return 0
  echo "$0: not with a catalogctl of another build"
  exit 0
}

# The starter catalogs, without the drafts.
load_catalogs() {
  folders=
  for folder in catalogs/*/; do
    [ "$folder" = catalogs/drafts/ ] || folders="$folders $folder"
  done
  # Word splitting is wanted: one argument a folder.
  # shellcheck disable=SC2086
  "$ctl" apply --publish $folders >"$scratch/apply.txt"
}

fail() {
  echo "  $*"
  return 1
}

# expect_code CODE COMMAND...: runs COMMAND with output to $scratch/out and $scratch/err.
expect_code() {
  wanted=$1
  shift
  got=0
  "$@" >"$scratch/out" 2>"$scratch/err" || got=$?
  [ "$got" -eq "$wanted" ] || {
    sed 's/^/  | /' "$scratch/out" "$scratch/err"
    fail "exit code $got instead of $wanted: $*"
  }
}

# expect_text FILE PATTERN: FILE has a line that matches the extended regular expression.
expect_text() {
  grep -Eq -- "$2" "$1" || {
    sed 's/^/  | /' "$1"
    fail "no line matches: $2"
  }
}

# Runs every function test_* of the script in order, each in a shell that stops at the first failure.
run_tests() {
  passed=0
  failed=0
  for name in $(sed -n 's/^\(test_[a-z0-9_]*\)().*/\1/p' "$0"); do
    # Not as a condition: there `set -e` does nothing.
    (set -e; "$name") >"$scratch/$name.txt" 2>&1
    result=$?
    if [ "$result" -eq 0 ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAILED $0 $name"
      cat "$scratch/$name.txt"
    fi
  done
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

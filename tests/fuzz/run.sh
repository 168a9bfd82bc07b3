#!/bin/sh
# Runs every fuzz target for a while, from its seeds: sh tests/fuzz/run.sh SECONDS BUILD_DIR
# What is found new goes to BUILD_DIR/fuzz/<name>, inputs that fail to BUILD_DIR/fuzz/<name>-*. Ends with the line
# `N passed, N failed`.
set -u
[ $# -eq 2 ] || {
  echo "usage: sh tests/fuzz/run.sh SECONDS BUILD_DIR" >&2
  exit 2
}
seconds=$1
build=$(cd "$2" && pwd) || exit 2
cd "$(dirname "$0")" || exit 2
passed=0
failed=0
for source in *_fuzz.c; do
  name=${source%_fuzz.c}
  program=$build/tests/fuzz/${name}_fuzz
  seeds=corpus/$name
  found=$build/fuzz/$name
  mkdir -p "$found"
  [ -x "$program" ] || echo "$program is not built" >"$build/fuzz/$name.log"
  [ -d "$seeds" ] || seeds=$found
  if [ -x "$program" ] &&
    "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$build/fuzz/$name-" \
      "$found" "$seeds" >"$build/fuzz/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name, the end of $build/fuzz/$name.log:"
    tail -n 30 "$build/fuzz/$name.log"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# Measures a release build: sh tests/bench/run.sh [BUILD_DIR]. Ratios are against a peer in the same run; the machine's
# noise is in both.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
if [ ! -x "$build/tests/bench/wire_bench" ]; then
  sh catalogd/packages.sh tests
  cmake --preset release >/dev/null
  cmake --build --preset release
fi
"$build/tests/bench/wire_bench" "$build/catalogd/catalogd" "${BENCH_ROUNDS:-5}"
"$build/tests/bench/resolve_bench" "${BENCH_ROUNDS:-50}"
"$build/tests/bench/suggest_bench" "${BENCH_ROUNDS:-50}"
"$build/tests/bench/organisation_bench" "${BENCH_ROUNDS:-3}"
"$build/tests/bench/import_bench" "$build/catalogd/catalogd" "$build/client/cli/catalogctl" "${BENCH_ROUNDS:-3}"

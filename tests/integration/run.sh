#!/bin/sh
# Integration tests against a real daemon: sh tests/integration/run.sh BUILD_DIR
# KILL9_ROUNDS sets how often the daemon is killed (default 50).
set -u
cd "$(dirname "$0")/../.." || exit 2
BUILD=${1:?usage: sh tests/integration/run.sh BUILD_DIR}
export BUILD
result=0
for script in tests/integration/*_test.sh; do
  sh tests/limit.sh 600 sh "$script"
  case $? in
  0) ;;
  124)
    echo "$script did not end"
    echo "0 passed, 1 failed"
    result=1
    ;;
  *) result=1 ;;
  esac
done
if sh tests/limit.sh 600 "$BUILD/tests/integration/kill9" "$BUILD/catalogd/catalogd" "${KILL9_ROUNDS:-50}"; then
  echo "1 passed, 0 failed"
else
  echo "0 passed, 1 failed"
  result=1
fi
exit "$result"

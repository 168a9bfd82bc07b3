#!/bin/sh
# Installs the Debian packages that are missing: sh catalogd/packages.sh build|tests
# Works for root and for a user with sudo; says what is missing where it cannot install.
set -eu

build="gcc libc6-dev cmake ninja-build pkg-config protobuf-c-compiler libprotobuf-c-dev libnng-dev libmbedtls-dev liblmdb-dev
libsodium-dev libjansson-dev libyaml-dev libexpat1-dev"
tests="$build g++ clang clang-format clang-tidy llvm libclang-rt-14-dev check openssl git gdb procps
nodejs npm jq python3-jsonschema"

case "${1:-}" in
build) wanted=$build ;;
tests) wanted=$tests ;;
*)
  echo "usage: sh catalogd/packages.sh build|tests" >&2
  exit 2
  ;;
esac

# node and npm may come from elsewhere than a package: only the command matters.
is_there() {
  case "$1" in
  nodejs) command -v node >/dev/null 2>&1 && return 0 ;;
  npm) command -v "$1" >/dev/null 2>&1 && return 0 ;;
  esac
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'
}

missing=
for package in $wanted; do
  is_there "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These packages are missing and there is no apt-get to install them:$missing" >&2
  exit 2
fi
if [ "$(id -u)" -eq 0 ]; then
  as_root=
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root=sudo
else
  echo "These packages are missing, and installing them needs root or sudo:$missing" >&2
  echo "Ask an administrator for: apt-get install$missing" >&2
  exit 2
fi

echo "Installing:$missing"
# Word splitting is wanted: one argument a package.
# shellcheck disable=SC2086
{
  $as_root apt-get update -q >/dev/null || echo "apt-get update failed; trying with the lists that are there" >&2
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
}

#!/bin/sh
# sh tests/header/install.sh CMAKE BUILD SOURCE COMPILER: installs the client library into a folder of its own, and builds
# SOURCE against it as a stranger would, once with pkg-config and once with find_package(catalog).
set -eu
cmake=$1 build=$2 source=$3 compiler=$4
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$cmake" --install "$build" --prefix "$prefix" --component client >/dev/null
libdir=$(dirname "$(find "$prefix" -name libcatalog.so)")

# The file was written for the prefix of the build: the folder takes its place.
PKG_CONFIG_PATH="$libdir/pkgconfig"
export PKG_CONFIG_PATH
flags=$(pkg-config --define-variable=prefix="$prefix" --cflags --libs catalog)
# Word splitting is wanted: one argument a flag.
# shellcheck disable=SC2086
"$compiler" -std=c11 -Wall -Werror "$source" -o "$prefix/with-pkg-config" $flags ${CFLAGS:-}

mkdir "$prefix/project"
cp "$source" "$prefix/project/main.c"
cat >"$prefix/project/CMakeLists.txt" <<'PROJECT'
cmake_minimum_required(VERSION 3.16)
project(stranger LANGUAGES C)
find_package(catalog REQUIRED)
add_executable(with-cmake main.c)
target_link_libraries(with-cmake PRIVATE catalog::catalog)
PROJECT
"$cmake" -S "$prefix/project" -B "$prefix/project/build" -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_C_COMPILER="$compiler" >/dev/null
"$cmake" --build "$prefix/project/build" >/dev/null

for program in "$prefix/with-pkg-config" "$prefix/project/build/with-cmake"; do
  status=0
  message=$(CATALOG_URL="ipc://$prefix/nobody" LD_LIBRARY_PATH="$libdir" "$program" a/b 2>&1) || status=$?
  case "$status $message" in
  "2 a/b: ipc://$prefix/nobody: "*"(UNAVAILABLE)") ;;
  *)
    echo "$program: exit $status: $message" >&2
    exit 1
    ;;
  esac
done

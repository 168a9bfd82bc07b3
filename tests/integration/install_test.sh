#!/bin/sh
# What is installed works from outside: pkg-config, the CMake package, the two programs.
set -u
. "$(dirname "$0")/lib.sh"
if grep -q '^CATALOGD_SANITIZE:STRING=.' "$BUILD/CMakeCache.txt"; then
  echo "install: not with sanitizers, which a stranger's program would lack"
  exit 0
fi
root=$scratch/root
cmake --install "$BUILD" --prefix "$root" >"$scratch/install.txt" || exit 1
library=$(dirname "$(find "$root" -name 'libcatalog.so' | head -n 1)")

cat >"$scratch/consumer.c" <<'END'
#include <catalog/catalog.h>
#include <stdio.h>

int main(void) {
    struct catalog_client *client = NULL;
    struct catalog_error *error = NULL;
    if (catalog_client_open("ipc:///nowhere/at.all", NULL, &client, &error) != CATALOG_OK)
        return 1;
    printf("%s\n", catalog_client_url(client));
    catalog_client_close(client);
    return 0;
}
END

test_pkg_config_builds_a_consumer() {
  flags=$(PKG_CONFIG_PATH=$library/pkgconfig pkg-config --cflags --libs catalog)
  # Word splitting is wanted: one argument a flag.
  # shellcheck disable=SC2086
  cc -std=c11 "$scratch/consumer.c" $flags -o "$scratch/consumer"
  LD_LIBRARY_PATH=$library "$scratch/consumer" | grep -q nowhere
}

test_the_cmake_package_builds_a_consumer() {
  mkdir -p "$scratch/project"
  cp "$scratch/consumer.c" "$scratch/project/"
  cat >"$scratch/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(consumer C)
find_package(catalog REQUIRED)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE catalog::catalog)
END
  cmake -G Ninja -S "$scratch/project" -B "$scratch/project/build" -DCMAKE_PREFIX_PATH="$root" >/dev/null
  cmake --build "$scratch/project/build" >/dev/null
  "$scratch/project/build/consumer" | grep -q nowhere
}

test_only_the_public_names_are_exported() {
  if nm -D --defined-only "$library/libcatalog.so" | awk '$2 ~ /[TDBR]/ { print $3 }' |
    grep -vE '^(catalog_|catalog__v1__)' | grep -vE '@|^_'; then
    fail "these names are exported too"
  fi
}

test_the_programs_say_their_version() {
  "$root/bin/catalogd" --version | grep -Eq '[0-9]+\.[0-9]+\.[0-9]+'
  LD_LIBRARY_PATH=$library "$root/bin/catalogctl" version | grep -Eq '[0-9]+\.[0-9]+\.[0-9]+'
}

run_tests

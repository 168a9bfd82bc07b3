#!/bin/sh
# From nothing to an answer: builds, starts the daemon on an embedded store, loads catalogs/, resolves a sample feature.
#   sh catalogd/quickstart.sh           stops the daemon at the end
#   sh catalogd/quickstart.sh --keep    leaves it running and says how to talk to it
set -eu
cd "$(dirname "$0")/.."
keep=no
case "${1:-}" in
"") ;;
--keep) keep=yes ;;
*)
  echo "usage: sh catalogd/quickstart.sh [--keep]" >&2
  exit 2
  ;;
esac

sh catalogd/packages.sh build

say() { printf '\n== %s\n' "$1"; }

say "Building (log: build/quickstart/build.log)"
build=build/quickstart
mkdir -p "$build"
if ! { cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCATALOGD_TESTS=OFF &&
  cmake --build "$build" --target catalogd catalogctl; } >"$build/build.log" 2>&1; then
  tail -n 40 "$build/build.log" >&2
  exit 2
fi

# A socket's path is 107 bytes at most: a short folder of its own, however deep this checkout is.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/catalogd.XXXXXX")
CATALOG_URL=ipc://$scratch/catalogd.sock
export CATALOG_URL
ctl=$build/client/cli/catalogctl

"$build/catalogd/catalogd" --data "$scratch/data" --listen "$CATALOG_URL" 2>"$scratch/catalogd.log" &
daemon=$!
# The traps below run it.
# shellcheck disable=SC2317
finish() {
  kill "$daemon" 2>/dev/null || true
  wait "$daemon" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

say "Starting catalogd on $CATALOG_URL"
tries=0
until "$ctl" health >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 100 ] || ! kill -0 "$daemon" 2>/dev/null; then
    echo "catalogd did not start:" >&2
    cat "$scratch/catalogd.log" >&2
    exit 2
  fi
  sleep 0.1
done
"$ctl" health

say "Loading the starter catalogs: catalogctl apply --publish catalogs/..."
published=
for folder in catalogs/*/; do
  # Drafts are for resolving as files: the one there cannot be published, which is its point.
  [ "$folder" = catalogs/drafts/ ] || published="$published $folder"
done
# Word splitting is wanted: one argument a folder.
# shellcheck disable=SC2086
"$ctl" apply --publish $published >"$scratch/published"
for kind in threat control baseline policy component feature; do
  printf '%-10s %4d\n' "$kind" "$(grep -c "^published .* $kind\$" "$scratch/published")"
done

say "Loading ids and titles of CWE, CAPEC, ATT&CK and others: catalogctl taxonomy import catalogs/taxonomies/..."
for list in catalogs/taxonomies/*.yaml; do
  "$ctl" taxonomy import "$list" >/dev/null
done
"$ctl" taxonomy list

say "Resolving a feature: catalogctl resolve examples/invoice-upload"
"$ctl" resolve examples/invoice-upload

if [ "$keep" = yes ]; then
  trap - EXIT
  say "catalogd goes on running as process $daemon"
  cat <<END
Talk to it:  export CATALOG_URL=$CATALOG_URL PATH="\$PWD/$build/client/cli:\$PATH"
             catalogctl list
             catalogctl resolve examples/report-export
Stop it:     kill $daemon; rm -r $scratch
END
else
  say "Done. To look around with the daemon running: sh catalogd/quickstart.sh --keep"
fi

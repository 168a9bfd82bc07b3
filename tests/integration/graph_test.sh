#!/bin/sh
# Pictures of the starter catalogs, as a person would draw them.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1
model=catalogs/examples/invoice-upload.yaml

test_flows_of_a_file_need_no_server() {
  expect_code 0 env CATALOG_URL=ipc:///nowhere "$ctl" graph "$model"
  expect_text "$scratch/out" 'label="invoices\\naws/s3 \^1\.0"'
}

test_flows_of_a_stored_model_show_versions_and_threats() {
  expect_code 0 "$ctl" graph examples/invoice-upload --resolve --format mermaid
  expect_text "$scratch/out" '^flowchart LR$'
  expect_text "$scratch/out" 'invoices<br/>aws/s3@1\.1\.0<br/>[0-9]+ threats'
}

test_dependencies_stand_below_who_declares_them() {
  expect_code 0 "$ctl" graph examples/invoice-upload --of dependencies -o "$scratch/stack.dot"
  expect_text "$scratch/stack.dot" 'login\.sessions'
}

test_what_is_no_model_is_refused() {
  expect_code 2 "$ctl" graph stride/store-disclosure
  expect_text "$scratch/err" 'stride/store-disclosure is no model'
}

test_a_picture_is_no_document() {
  for output in json yaml; do
    expect_code 2 "$ctl" graph "$model" --output "$output"
    expect_text "$scratch/err" 'say --format'
    [ ! -s "$scratch/out" ] || fail "a picture was printed as $output"
  done
}

test_a_picture_that_cannot_be_written_is_a_failure() {
  expect_code 2 "$ctl" graph "$model" -o "$scratch/nowhere/p.dot"
  expect_text "$scratch/err" 'cannot be written'
}

test_without_the_program_svg_says_what_to_install() {
  expect_code 2 env PATH=/nowhere "$ctl" graph "$model" --format svg
  expect_text "$scratch/err" 'graphviz'
}

test_a_program_that_fails_is_a_failure() {
  mkdir -p "$scratch/bin"
  printf '#!/bin/sh\necho half\nexit 3\n' >"$scratch/bin/dot"
  chmod +x "$scratch/bin/dot"
  expect_code 2 env PATH="$scratch/bin" "$ctl" graph "$model" --format svg
  expect_text "$scratch/err" 'the program dot failed'
  [ ! -s "$scratch/out" ] || fail "half a picture was printed"
}

test_svg_is_drawn_where_the_program_is_there() {
  command -v dot >/dev/null || return 0
  expect_code 0 "$ctl" graph "$model" --format svg
  expect_text "$scratch/out" '</svg>'
  expect_code 0 "$ctl" graph tests/golden/graph-hostile.yaml --format svg
  expect_text "$scratch/out" '</svg>'
  if grep -E '<script|javascript:[^<]*"' "$scratch/out"; then
    fail "a title became part of the picture's own text"
  fi
}

run_tests

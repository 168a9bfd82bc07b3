#!/bin/sh
# Files in their one form, rewritten as a person would.
set -u
. "$(dirname "$0")/lib.sh"

# A file that is not in its form yet, with a comment.
write_file() {
  printf '# kept\nname: a/b\nkind: threat\ntitle: T\n' >"$1"
}

test_check_lists_what_would_change_and_changes_nothing() {
  mkdir -p "$scratch/check"
  write_file "$scratch/check/t.yaml"
  cp "$scratch/check/t.yaml" "$scratch/before"
  expect_code 1 "$ctl" fmt --check "$scratch/check"
  expect_text "$scratch/out" 'check/t\.yaml$'
  cmp "$scratch/before" "$scratch/check/t.yaml"
}

test_files_are_rewritten_once() {
  mkdir -p "$scratch/once"
  write_file "$scratch/once/t.yaml"
  chmod 640 "$scratch/once/t.yaml"
  expect_code 0 "$ctl" fmt "$scratch/once"
  expect_text "$scratch/out" 't\.yaml$'
  printf '# kept\nkind: threat\nname: a/b\ntitle: T\n' | cmp - "$scratch/once/t.yaml"
  [ "$(stat -c %a "$scratch/once/t.yaml")" = 640 ] || fail "the permissions changed"
  stat -c '%i %Y' "$scratch/once/t.yaml" >"$scratch/first"
  expect_code 0 "$ctl" fmt "$scratch/once"
  [ ! -s "$scratch/out" ] || fail "it changed again"
  stat -c '%i %Y' "$scratch/once/t.yaml" | cmp - "$scratch/first"
  expect_code 0 "$ctl" fmt --check "$scratch/once"
  [ "$(ls -A "$scratch/once")" = t.yaml ] || fail "something was left beside it"
}

test_a_link_stays_a_link() {
  mkdir -p "$scratch/link"
  write_file "$scratch/target.yaml"
  ln -s ../target.yaml "$scratch/link/t.yaml"
  expect_code 0 "$ctl" fmt "$scratch/link/t.yaml"
  [ -L "$scratch/link/t.yaml" ] || fail "the link is gone"
  expect_code 0 "$ctl" fmt --check "$scratch/target.yaml"
}

test_a_comment_that_cannot_be_kept_refuses_its_file_only() {
  mkdir -p "$scratch/some"
  printf 'name: a/b\nkind: threat # why\ntitle: T\n' >"$scratch/some/a.yaml"
  cp "$scratch/some/a.yaml" "$scratch/before"
  write_file "$scratch/some/b.yaml"
  expect_code 2 "$ctl" fmt "$scratch/some"
  expect_text "$scratch/err" 'some/a\.yaml:2: this comment cannot be kept'
  cmp "$scratch/before" "$scratch/some/a.yaml"
  expect_code 0 "$ctl" fmt --check "$scratch/some/b.yaml"
}

test_mistakes_are_shown_where_they_stand() {
  printf 'kind: threat\nnmae: a/b\n' >"$scratch/wrong.yaml"
  expect_code 2 "$ctl" fmt "$scratch/wrong.yaml"
  expect_text "$scratch/err" 'wrong\.yaml:2:'
  expect_code 2 "$ctl" fmt -
}

run_tests

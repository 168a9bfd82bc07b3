#!/bin/sh
# Completion scripts, read by the shells that are there.
set -u
. "$(dirname "$0")/lib.sh"

# complete_line WORD...: what bash offers for the last word, one a line. An empty last word is given as ''.
complete_line() {
  "$ctl" completion bash >"$scratch/complete.bash"
  bash -c '
    set -u
    compopt() { echo "FILES"; }
    source "$1"
    shift
    COMP_WORDS=(catalogctl "$@")
    COMP_CWORD=$#
    _catalogctl
    ((${#COMPREPLY[@]} == 0)) || printf "%s\n" "${COMPREPLY[@]}"
  ' bash "$scratch/complete.bash" "$@" >"$scratch/offered"
}

expect_offered() {
  printf '%s\n' "$@" | sort >"$scratch/wanted"
  sort "$scratch/offered" | diff "$scratch/wanted" -
}

test_every_command_of_help_is_offered() {
  complete_line ''
  "$ctl" --help | sed -n 's/^  \([a-z][a-z-]*\)  *[A-Z].*/\1/p' | sort >"$scratch/commands"
  [ "$(wc -l <"$scratch/commands")" -ge 17 ]
  sort "$scratch/offered" | diff "$scratch/commands" -
}

test_commands_and_options_are_completed_from_their_beginning() {
  complete_line ver
  expect_offered version versions
  complete_line resolve --as
  expect_offered --as-planned
  complete_line resolve --outp
  expect_offered --output
  complete_line --ti
  expect_offered --timeout
}

test_values_are_completed() {
  complete_line list --kind co
  expect_offered control component
  complete_line list --output = y
  expect_offered yaml
  complete_line completion ''
  expect_offered bash zsh fish
}

test_files_are_offered_where_they_are_taken() {
  complete_line lint cat
  expect_offered FILES
  complete_line resolve --lock ''
  expect_offered FILES
  complete_line list --namespace ''
  [ ! -s "$scratch/offered" ]
}

test_zsh_and_fish_read_theirs() {
  for shell in zsh fish; do
    "$ctl" completion "$shell" >"$scratch/complete.$shell"
    expect_text "$scratch/complete.$shell" 'as-planned'
    if command -v "$shell" >/dev/null; then
      expect_code 0 "$shell" -n "$scratch/complete.$shell"
    fi
  done
}

test_another_shell_is_refused() {
  expect_code 2 "$ctl" completion tcsh
  expect_text "$scratch/err" 'bash\|zsh\|fish'
}

run_tests

#!/bin/sh
# Runs a command and ends it when it takes too long: sh tests/limit.sh SECONDS COMMAND [ARGUMENT...]
# Where it hangs is shown before it ends: every thread's stack of every process it left running, by gdb where that is
# installed. Exit code: the command's own, 124 when it was ended.
set -u
[ $# -ge 2 ] || {
  echo "usage: sh tests/limit.sh SECONDS COMMAND [ARGUMENT...]" >&2
  exit 2
}
limit=$1
shift

# In a session of its own: what it started ends with it, and a stopped one is not mistaken for a slow one.
setsid "$@" &
command=$!

processes() { ps -o pid= -s "$command"; }

show() {
  echo "still running after $limit s: $*"
  ps -o pid,stat,etimes,args -s "$command"
  command -v gdb >/dev/null 2>&1 || return 0
  for pid in $(processes); do
    echo "--- $pid: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
    timeout -s KILL 60 gdb -p "$pid" -batch -nx -ex 'thread apply all backtrace 24' 2>/dev/null | grep -E '^(Thread|#)'
  done
}

# TERM first: a script of this kind among them ends what it started.
end() {
  for signal in TERM KILL; do
    for pid in $(processes); do kill -"$signal" "$pid" 2>/dev/null; done
    [ "$signal" = KILL ] || sleep 2
  done
}
# Naps are short and silent: one that outlives the watch neither stays nor keeps a pipe open.
ended=$(mktemp)
(
  napped=0
  while [ "$napped" -lt "$limit" ]; do
    sleep 1 >/dev/null 2>&1
    napped=$((napped + 1))
  done
  echo 1 >"$ended"
  show "$@"
  end
) &
watch=$!
# Not before: a signal that meets a new subshell while it still has its parent's traps is lost in dash.
trap 'kill "$watch"; end; exit 130' INT TERM HUP
wait "$command"
result=$?
if [ -s "$ended" ]; then
  wait "$watch"
  result=124
else
  kill "$watch" 2>/dev/null
fi
rm -f "$ended"
exit "$result"

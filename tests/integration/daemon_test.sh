#!/bin/sh
# The daemon as an operator meets it: start, stop, a second one, wrong settings, damaged data, other transports.
set -u
. "$(dirname "$0")/lib.sh"
start_daemon
load_catalogs || exit 1

# certificate NAME: a new one for localhost, as $scratch/NAME.pem and its key.
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost -keyout "$scratch/$1-key.pem" -out "$scratch/$1.pem" 2>/dev/null
}

test_a_second_daemon_on_the_same_data_is_refused_in_words() {
  expect_code 1 "$catalogd" --data "$scratch/data" --listen "ipc://$scratch/other"
  expect_text "$scratch/err" "$scratch/data"
  "$ctl" health >/dev/null || fail "the first daemon is gone"
}

test_a_socket_in_use_is_refused_in_words() {
  expect_code 1 "$catalogd" --data "$scratch/data2" --listen "$CATALOG_URL"
  expect_text "$scratch/err" "$scratch/s"
}

test_a_socket_path_that_is_too_long_is_refused_in_words() {
  long=$(printf '%0120d' 0)
  expect_code 1 "$catalogd" --data "$scratch/data2" --listen "ipc://$scratch/$long"
  expect_text "$scratch/err" '107'
}

test_the_socket_is_the_owners_alone() {
  mode=$(stat -c %a "$scratch/s")
  [ "$mode" = 600 ] || fail "the mode of the socket is $mode"
}

test_a_wrong_setting_is_named_with_the_nearest() {
  printf 'lissten: [ipc:///tmp/x]\n' >"$scratch/bad.conf"
  expect_code 1 "$catalogd" --config "$scratch/bad.conf" --check-config
  expect_text "$scratch/err" 'bad\.conf:1'
  expect_text "$scratch/err" 'listen'
}

test_a_good_configuration_passes_the_check() {
  printf 'data: %s/data3\nlisten: [ipc://%s/t]\n' "$scratch" "$scratch" >"$scratch/good.conf"
  expect_code 0 "$catalogd" --config "$scratch/good.conf" --check-config
}

test_an_unknown_flag_is_a_usage_error() {
  expect_code 2 "$catalogd" --lissten ipc:///tmp/x
  expect_text "$scratch/err" '--listen'
}

test_sigterm_ends_with_0_and_the_data_is_there_again() {
  stop_daemon || fail "exit code $?"
  "$catalogd" check --data "$scratch/data" || fail "check"
  start_daemon
  "$ctl" get aws/s3 >/dev/null
  stop_daemon || fail "exit code $?"
}

test_without_a_server_the_client_says_what_it_tried() {
  expect_code 2 "$ctl" --url "ipc://$scratch/nobody" health
  expect_text "$scratch/err" "$scratch/nobody"
}

test_a_flipped_bit_is_found_by_check() {
  cp -r "$scratch/data" "$scratch/flipped"
  file=$scratch/flipped/data.mdb
  [ -f "$file" ] || file=$(find "$scratch/flipped" -name '*.mdb' ! -name 'lock*' | head -n 1)
  where=$(grep -abo 'Customers upload invoices' "$file" | head -n 1 | cut -d: -f1)
  printf 'X' | dd of="$file" bs=1 seek="$where" conv=notrunc 2>/dev/null
  expect_code 1 "$catalogd" check --data "$scratch/flipped"
  expect_text "$scratch/err" 'digest|damaged'
}

test_a_truncated_file_is_refused_in_words() {
  cp -r "$scratch/data" "$scratch/short"
  file=$(find "$scratch/short" -name '*.mdb' ! -name 'lock*' | head -n 1)
  truncate -s 40960 "$file"
  expect_code 1 "$catalogd" --data "$scratch/short" --listen "ipc://$scratch/u"
  expect_text "$scratch/err" 'cut off'
}

test_a_foreign_file_is_refused_in_words() {
  mkdir "$scratch/foreign"
  for name in data.mdb catalog.mdb; do
    head -c 65536 /dev/urandom >"$scratch/foreign/$name"
  done
  expect_code 1 "$catalogd" --data "$scratch/foreign" --listen "ipc://$scratch/u"
}

test_over_tcp_only_health_answers() {
  start_daemon --listen tcp://127.0.0.1:17413
  expect_code 0 "$ctl" --url tcp://127.0.0.1:17413 health
  expect_code 2 "$ctl" --url tcp://127.0.0.1:17413 list
  expect_text "$scratch/err" 'only CheckHealth is open'
  stop_daemon
}

test_tcp_beyond_loopback_needs_to_be_asked_for() {
  expect_code 1 "$catalogd" --data "$scratch/data" --listen tcp://0.0.0.0:17414
  expect_text "$scratch/err" 'tls|loopback'
}

test_tls_serves_those_who_trust_the_certificate() {
  certificate own
  start_daemon --listen tls+tcp://127.0.0.1:17415 --tls-cert "$scratch/own.pem" --tls-key "$scratch/own-key.pem" \
    --insecure-no-auth
  expect_text "$scratch/log" 'insecure'
  expect_code 0 "$ctl" --url tls+tcp://localhost:17415 --tls-ca "$scratch/own.pem" get aws/s3
  certificate other
  expect_code 2 "$ctl" --url tls+tcp://localhost:17415 --tls-ca "$scratch/other.pem" get aws/s3
  stop_daemon
}

# hang_up EVENT: sends SIGHUP and waits until the log has one more line with EVENT.
hang_up() {
  before=$(grep -c "event=$1" "$scratch/log" || :)
  kill -HUP "$daemon"
  tries=0
  while [ "$(grep -c "event=$1" "$scratch/log")" -eq "$before" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 400 ] || fail "no line event=$1 in the log" || return 1
    sleep 0.05
  done
}

test_sighup_reads_the_settings_again() {
  certificate first
  certificate second
  cp "$scratch/first.pem" "$scratch/live.pem"
  cp "$scratch/first-key.pem" "$scratch/live-key.pem"
  printf 'tls.cert: %s\ntls.key: %s\nworkers: 2\n' "$scratch/live.pem" "$scratch/live-key.pem" >"$scratch/live.conf"
  start_daemon --config "$scratch/live.conf" --listen tls+tcp://127.0.0.1:17416
  expect_code 0 "$ctl" --url tls+tcp://localhost:17416 --tls-ca "$scratch/first.pem" health
  cp "$scratch/second.pem" "$scratch/live.pem"
  hang_up reload_failed
  expect_text "$scratch/log" 'live-key\.pem are not a certificate'
  expect_code 0 "$ctl" --url tls+tcp://localhost:17416 --tls-ca "$scratch/first.pem" health
  cp "$scratch/second-key.pem" "$scratch/live-key.pem"
  printf 'tls.cert: %s\ntls.key: %s\nworkers: 3\nlog_level: debug\n' "$scratch/live.pem" "$scratch/live-key.pem" \
    >"$scratch/live.conf"
  hang_up reloaded
  expect_text "$scratch/log" 'setting_waits name=workers'
  expect_code 0 "$ctl" --url tls+tcp://localhost:17416 --tls-ca "$scratch/second.pem" health
  expect_code 2 "$ctl" --url tls+tcp://localhost:17416 --tls-ca "$scratch/first.pem" health
  printf 'lissten: [a]\n' >"$scratch/live.conf"
  hang_up reload_failed
  expect_text "$scratch/log" 'nearest is'
  stop_daemon || fail "exit code $?"
  expect_text "$scratch/log" 'level=debug event=stage_stops'
}

test_socket_in_a_missing_folder() {
  expect_code 1 "$catalogd" --data "$scratch/data4" --listen "ipc://$scratch/missing/s"
  expect_text "$scratch/err" 'its folder is not there'
}

run_tests

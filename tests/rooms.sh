#!/bin/sh
# Includes point one way: a room includes only itself and the rooms below it. Foreign libraries stay in their rooms.
# sh tests/rooms.sh: prints every include that does not, exits 1 if there is one.
set -eu
cd "$(dirname "$0")/.."

find catalogd client proto/codec -name '*.[ch]' | LC_ALL=C sort | xargs awk '
  BEGIN {
    count = split("base codec model changelog store search auth service rpc http daemon", order, " ")
    for (i = 1; i <= count; i++) rank[order[i]] = i
    # What a room outside the chain may include.
    may["rpc/sp"] = " base rpc/sp "
    may["client"] = " base codec model rpc/sp catalog client cli lib convert "
    # The rooms that know a library.
    only["lmdb.h"] = " store client "
    only["nng/nng.h"] = " rpc/sp daemon "
    only["mbedtls/pk.h"] = " rpc/sp "
    only["mbedtls/x509_crt.h"] = " rpc/sp "
    only["jansson.h"] = " codec "
    only["yaml.h"] = " codec daemon "
    only["expat.h"] = " client "
    only["sodium.h"] = " base codec service client "
  }
  function room_of(path) {
    if (path ~ /^client\//) return "client"
    if (path ~ /^proto\/codec\//) return "codec"
    sub(/^catalogd\//, "", path)
    if (path ~ /^rpc\/sp\//) return "rpc/sp"
    if (path !~ /\//) return "daemon"
    sub(/\/.*/, "", path)
    return path
  }
  function target_of(header) {
    if (header ~ /^rpc\/sp\//) return "rpc/sp"
    if (header ~ /\.pb-c\.h$/) return "schema"
    if (header !~ /\//) return "own"
    sub(/\/.*/, "", header)
    return header
  }
  function is_allowed(room, target) {
    if (target == "schema" || target == room) return 1
    if (target == "own") return room == "client" || room == "daemon"
    if (room in may) return index(may[room], " " target " ") > 0
    if (target == "rpc/sp") return rank[room] >= rank["rpc"]
    return (target in rank) && rank[target] <= rank[room]
  }
  /^#include "/ {
    header = $2
    gsub(/"/, "", header)
    room = room_of(FILENAME)
    if (!is_allowed(room, target_of(header))) {
      printf "%s:%d: room %s may not include \"%s\"\n", FILENAME, FNR, room, header
      bad++
    }
  }
  /^#include </ {
    header = $2
    gsub(/[<>]/, "", header)
    room = room_of(FILENAME)
    name = header ~ /^nng\// ? "nng/nng.h" : header
    if ((name in only) && index(only[name], " " room " ") == 0) {
      printf "%s:%d: room %s may not know <%s>\n", FILENAME, FNR, room, header
      bad++
    }
  }
  END { exit bad > 0 }
'

#!/bin/sh
# sh tests/header/exports.sh LIBRARY: prints every symbol it shows that is not part of its interface, exits 1 if any.
set -eu
nm -D --defined-only "$1" | awk '$3 !~ /^catalog_[a-z]/ && $3 !~ /^catalog__v1__/ { print "exported: " $3; bad++ } END { exit bad > 0 }'

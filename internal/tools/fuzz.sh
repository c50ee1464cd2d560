#!/usr/bin/env bash
# Fuzzes every target of the module in the current folder, one after the other: fuzz.sh DURATION
# What it finds is written to testdata/fuzz of the package and belongs into the repository, with the fix.
set -euo pipefail
duration=$1

# go test -list prints the names of a package's targets, then a line "ok <package>".
targets=$(go test -list '^Fuzz' ./... | awk '
	/^Fuzz/ { names[++n] = $1 }
	/^ok/   { for (i = 1; i <= n; i++) print $2, names[i]; n = 0 }')
[ -n "$targets" ] || { echo "no fuzz targets"; exit 0; }

while read -r package target; do
	echo "-- $target of $package"
	go test -run '^$' -fuzz "^$target\$" -fuzztime "$duration" "$package" </dev/null
done <<<"$targets"

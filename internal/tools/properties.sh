#!/usr/bin/env bash
# Runs the property tests of the module in the current folder with many more cases: properties.sh CHECKS [-race]
# The flag exists only in packages whose tests import rapid, so it is given to those alone.
set -euo pipefail
checks=$1
shift

packages=$(go list -f '{{$package := .ImportPath}}{{range .TestImports}}{{println $package .}}{{end}}{{range .XTestImports}}{{println $package .}}{{end}}' ./... |
	awk '$2 == "pgregory.net/rapid" { print $1 }' | sort -u)
[ -n "$packages" ] || { echo "no property tests"; exit 0; }

# shellcheck disable=SC2086 # one argument for each package
go test "$@" -count=1 -timeout 6h $packages -rapid.checks="$checks"

#!/usr/bin/env bash
# Says what changed for the callers of each module since its last tag: apidiff.sh MODULE_FOLDER...
# A change that breaks them fails, unless the Unreleased part of CHANGELOG.md has a line that says "Breaking".
# apidiff ends with 0 even then, so what it prints is what counts.
set -euo pipefail

breaking_announced() {
	awk '/^## /{ unreleased = /Unreleased/ } unreleased && /Breaking/{ found = 1 } END { exit !found }' CHANGELOG.md
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
broken=0
for module in "$@"; do
	folder=${module#./}
	prefix=$([ "$folder" = . ] || printf '%s/' "$folder")
	tag=$(git describe --tags --abbrev=0 --match "${prefix}v[0-9]*" 2>/dev/null) || tag=
	if [ -z "$tag" ]; then
		echo "$module: no tag yet"
		continue
	fi
	old=$scratch/$folder
	mkdir -p "$old/tree"
	git archive "$tag" | tar -x -C "$old/tree"
	path=$(cd "$folder" && go list -m)
	(cd "$old/tree/$folder" && apidiff -m -w "$old/api" "$path")
	echo "$module: since $tag"
	(cd "$folder" && apidiff -m "$old/api" "$path")
	if [ -n "$(cd "$folder" && apidiff -m -incompatible "$old/api" "$path")" ]; then
		broken=1
	fi
done
if [ "$broken" = 1 ] && ! breaking_announced; then
	echo 'FAILED: this breaks callers, and the Unreleased part of CHANGELOG.md has no line that says "Breaking"' >&2
	exit 1
fi

#!/bin/sh
# Make the files of a release: wheel, source, what each program is made of (CycloneDX), checksums of all.
#
#   scripts/release.sh 1.2.3 dist
set -eu
cd "$(dirname "$0")/.."

die() { printf 'release: %s\n' "$*" >&2; exit 2; }

version=${1:?the version, as in scripts/release.sh 1.2.3 dist}
out=${2:?the folder for the files}
known=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
[ "$version" = "$known" ] || die "asked for $version, but pyproject.toml says $known; correct one of them"
[ ! -e "$out" ] || die "$out exists; name a new folder"

export PYTHONWARNINGS=ignore # that a lock does not say who asked for what
# the same commit gives the same bytes
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
.venv/bin/python -m hatchling build -d "$out" >/dev/null
for lock in api client client-space dashboard train; do
    .venv/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible "requirements/$lock.txt" \
        --output-file "$out/clairscore-$version-$lock.cdx.json"
done
cd "$out"
sha256sum ./* >SHA256SUMS
cat SHA256SUMS

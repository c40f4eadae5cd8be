#!/bin/sh
# Write requirements/*.txt again from pyproject.toml: hashed, for every platform, no index address.
# `make locks` keeps the pinned versions that still fit; `make locks UPGRADE=--upgrade` takes new ones.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/tools/bin/uv

lock() { # name, then what to resolve
    name=$1
    shift
    "$uv" --quiet pip compile "$@" ${UPGRADE:-} --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command 'make locks' \
        --output-file "requirements/$name.txt" >/dev/null
}

lock uv --group uv
lock dev pyproject.toml --all-extras --group dev
# The others hold the versions that the tests ran with.
same='--constraints requirements/dev.txt'
lock runtime pyproject.toml $same
lock api pyproject.toml --extra api $same
lock client pyproject.toml --extra client $same
lock client-space pyproject.toml --extra client-space $same
lock dashboard pyproject.toml --extra dashboard $same
lock spark pyproject.toml --extra spark $same
lock kaggle pyproject.toml --extra kaggle $same
lock train pyproject.toml --extra train $same
lock build --group build $same
lock bench pyproject.toml --group bench $same

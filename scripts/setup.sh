#!/bin/sh
# Make .venv ready to run, test and measure Clairscore. Safe to run again; quick when nothing changed.
#
#   PYTHON=3.12 scripts/setup.sh      another interpreter: a version or a path (3.11 to 3.13)
#
# Network: the Debian mirror and the Python package index, nothing else.
set -eu
cd "$(dirname "$0")/.."

TOOLS=.venv/tools # a private uv, so that the locks are read by the version that wrote them
LOCK=requirements/dev.txt
STAMP=.venv/ready

say() { printf '%s\n' "$*" >&2; }
die() { say "setup: $*"; exit 1; }

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON" "python$PYTHON"
    else
        set -- python3 python3.11 python3.12 python3.13
    fi
    for candidate in "$@"; do
        if command -v "$candidate" >/dev/null 2>&1 && suits "$candidate"; then
            "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'
            return
        fi
    done
    die "no Python 3.11, 3.12 or 3.13 ${PYTHON:+named $PYTHON }was found; on Debian type: apt-get install python3"
}

# Debian packages -------------------------------------------------------------------------------
has_openmp() {
    [ "$(uname -s)" = Linux ] || return 0
    for library in /usr/lib/*/libgomp.so.1 /usr/lib/libgomp.so.1 /usr/lib64/libgomp.so.1; do
        [ -e "$library" ] && return 0
    done
    return 1
}

has_pango() { # PDFs are set with it; its text needs a font
    [ "$(uname -s)" = Linux ] || return 0
    for library in pango-1.0 pangoft2-1.0 harfbuzz-subset; do
        ls /usr/lib/*/"lib$library".so.0 >/dev/null 2>&1 || return 1
    done
    [ -d /usr/share/fonts/truetype/dejavu ]
}

has_postgresql() {
    [ "$(uname -s)" = Linux ] || return 0
    for program in /usr/lib/postgresql/*/bin/postgres; do
        [ -x "$program" ] && return 0
    done
    command -v postgres >/dev/null 2>&1
}

has_chromium() { # the pages are tried in it
    [ "$(uname -s)" = Linux ] || return 0
    command -v chromium >/dev/null 2>&1
}

missing_packages() {
    has_openmp || echo libgomp1
    has_pango || echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
    has_postgresql || echo postgresql
    has_chromium || echo chromium
    [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1 || echo nginx-light
    command -v curl >/dev/null 2>&1 || echo curl
    command -v jq >/dev/null 2>&1 || echo jq
    command -v java >/dev/null 2>&1 || [ -n "${JAVA_HOME:-}" ] || echo openjdk-17-jre-headless
    "$1" -c 'import ensurepip, venv' 2>/dev/null || "$1" -m pip --version >/dev/null 2>&1 || echo python3-venv
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

install_packages() {
    missing=$(missing_packages "$1" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if may_install; then
        say "setup: installing $missing"
        as_root apt-get update -qq >/dev/null &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends $missing >/dev/null &&
            return 0
        say "setup: apt-get could not install them."
    fi
    say "setup: these system packages are missing; type:"
    say "    sudo apt-get install $missing"
    case "$missing" in
    *libgomp1* | *python3-venv*) exit 1 ;; # nothing runs without them
    *) say "setup: going on without: Spark needs Java, PDFs need Pango, tests on PostgreSQL its server, tests of the pages Chromium, those of the sample in front nginx." ;;
    esac
}

# Python packages -------------------------------------------------------------------------------
fetch_uv() { # into $TOOLS, hashes checked
    if "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        "$1" -m venv "$TOOLS"
        "$TOOLS/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
    else
        "$1" -m pip install --quiet --disable-pip-version-check --target "$TOOLS" --require-hashes -r requirements/uv.txt
    fi
}

fingerprint() { # of everything that .venv was made from
    { "$1" -VV; pwd; cat scripts/setup.sh pyproject.toml requirements/uv.txt "$LOCK"; } | cksum
}

make_environment() {
    say "setup: making .venv with $("$1" -V)"
    [ "$(readlink -f .venv/bin/python 2>/dev/null)" = "$(readlink -f "$1")" ] || rm -rf .venv
    if ! cmp -s requirements/uv.txt "$TOOLS/uv.txt"; then
        rm -rf "$TOOLS"
        fetch_uv "$1"
        cp requirements/uv.txt "$TOOLS/"
    fi
    uv="$PWD/$TOOLS/bin/uv"
    [ -x .venv/bin/python ] || "$uv" --quiet venv --allow-existing --python "$1" .venv
    "$uv" --quiet pip sync --python .venv/bin/python --require-hashes "$LOCK"
    "$uv" --quiet pip install --python .venv/bin/python --no-deps --no-build-isolation --editable .
}

trust_system_certificates() { # a company's own authority is known there, and only there
    store=/etc/ssl/certs/ca-certificates.crt
    [ -s "$store" ] || return 0
    export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}" PIP_CERT="${PIP_CERT:-$store}"
}

export UV_PYTHON_DOWNLOADS=never
trust_system_certificates
python=$(find_python)
install_packages "$python"
print=$(fingerprint "$python")
[ "$(cat "$STAMP" 2>/dev/null || true)" = "$print" ] && exit 0
rm -f "$STAMP"
make_environment "$python"
printf '%s\n' "$print" >"$STAMP"
say "setup: ready. Try .venv/bin/clairscore --help"

#!/bin/sh
# Installs what is missing: system libraries, a virtual environment in .venv, pinned packages.
# Usage: sh scripts/setup.sh [EXTRA]     EXTRA: test, cluster
# Environment: PYTHON names the interpreter to use (3.11 or newer).
set -eu
cd "$(dirname "$0")/.."
extra=${1:-}

fail() { echo "setup: $1" >&2; exit 1; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && recent "$name"; then command -v "$name"; return; fi
    done
    fail "Python 3.11 or newer is needed; install it, or name it with PYTHON=/path/to/python3.11."
}

# What compiling pycairo and manimpango, and making the environment, still lacks.
lacking() {
    command -v cc >/dev/null || command -v gcc >/dev/null || echo compiler
    { command -v pkg-config >/dev/null && pkg-config --exists cairo pangocairo; } || echo cairo
    "$1" -c 'import ensurepip, venv' 2>/dev/null || echo venv
    "$1" -c 'import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' || echo headers
}

with_apt() {
    root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || fail "not root and no sudo; ask for: apt-get install $2"
        root=sudo
    fi
    echo "setup: installing system libraries (apt): $2" >&2
    $root apt-get update -qq || echo "setup: apt-get update failed; trying what is known." >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends $2 \
        >/dev/null || fail "apt-get could not install: $2"
}

install_system() {
    lacks=$(lacking "$1" | tr '\n' ' ')
    [ -z "$lacks" ] && return
    version=$("$1" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    packages=""
    for what in $lacks; do
        case $what in
            compiler) packages="$packages gcc libc6-dev" ;;
            cairo) packages="$packages pkg-config libcairo2-dev libpango1.0-dev" ;;
            venv) packages="$packages $version-venv" ;;
            headers) packages="$packages $version-dev" ;;
        esac
    done
    if [ "$(uname)" = Darwin ]; then
        command -v brew >/dev/null || fail "cairo and pango are missing; install Homebrew, then: brew install cairo pango pkg-config"
        brew install cairo pango pkg-config || fail "Homebrew could not install cairo and pango."
    elif command -v apt-get >/dev/null; then
        with_apt "$1" "${packages# }"
    else
        fail "missing: ${lacks% }; install the development files of cairo and pango, pkg-config, a C compiler and Python's headers with your package manager."
    fi
}

# A library that a wheel expects from the system and a bare machine does not have.
install_run_time() {
    .venv/bin/python -c 'import skia' 2>/dev/null && return
    if command -v apt-get >/dev/null; then
        with_apt python "libgl1 libegl1 libfontconfig1"
    fi
    .venv/bin/python -c 'import skia' || fail "skia cannot be loaded; install libGL, libEGL and fontconfig."
}

if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import cairo, manimpango' 2>/dev/null; then
    python=$(find_python)
    install_system "$python"
    [ -x .venv/bin/python ] || "$python" -m venv .venv || fail "the environment .venv could not be made."
fi
echo "setup: installing pinned packages into .venv" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt \
    -e ".${extra:+[$extra]}" || fail "pip could not install the packages; see its message above."
install_run_time
touch ".venv/ready${extra:+-$extra}"
echo "setup: done" >&2

#!/bin/sh
# Lint, strict types, import contracts, tests. Runs all of them and says which failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

step() {
    name=$1
    shift
    echo "== $name" >&2
    "$@" || failed="$failed $name"
}

step lint $bin/ruff check .
step format $bin/ruff format --check .
step types $bin/mypy
step contracts $bin/lint-imports
step tests $bin/python -m pytest -n 2 --dist loadfile "$@"
if [ -n "$failed" ]; then
    echo "failed:$failed" >&2
    exit 1
fi

#!/usr/bin/env bash
# The tests with the lowest versions that pyproject.toml admits, or with the newest that there are today, not with the pinned
# ones:  scripts/check_versions.sh lowest|newest [arguments of pytest]
# PYTHON names the interpreter, WORK a folder to keep.  Needs the package index.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  lowest) resolution=lowest-direct ;;
  newest) resolution=highest ;;
  *) echo "usage: $0 lowest|newest [arguments of pytest]"; exit 2 ;;
esac
which="$1"
shift
work="${WORK:-$(mktemp -d)}"
[ -n "${WORK:-}" ] || trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/uv"
"$work/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
"${PYTHON:-python3}" -m venv "$work/$which"
"$work/uv/bin/uv" pip install --quiet --python "$work/$which/bin/python" --resolution "$resolution" -e '.[test]'
"$work/uv/bin/uv" pip freeze --quiet --python "$work/$which/bin/python" > "$work/$which.txt"
# Work and seconds are measured with the pinned versions.
"$work/$which/bin/python" -m pytest -p no:cacheprovider -m "not slow" --ignore=tests/test_work.py --ignore=tests/test_linear_time.py "$@" tests

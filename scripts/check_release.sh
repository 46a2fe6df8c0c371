#!/usr/bin/env bash
# Builds wheel and sdist, installs the wheel that the sdist gives in a clean environment without the repository, and runs the
# main job there: the sample letters' records must be those of the checkout.  PYTHON names the interpreter.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
python="${PYTHON:-python3}"
version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$root/.venv/bin/python" -m build --outdir "$work/dist" "$root" > "$work/build.log" 2>&1 || { tail -30 "$work/build.log"; exit 1; }
tar -tzf "$work"/dist/*.tar.gz > "$work/names"
for needed in configs/ scripts/ models/ data/letters/ tests/ NOTICE LICENSE project.yml; do
  grep -q "/$needed" "$work/names" || { echo "the sdist lacks $needed"; exit 1; }
done
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check -c "$root/constraints-$version.txt" "$work"/dist/*.whl
cp -r "$root/data/letters/dev" "$work/letters"
cd "$work"
venv/bin/imrnlp --version
venv/bin/imrnlp extract letters --output clean.jsonl
venv/bin/imrnlp extract letters --format parquet --output tables > /dev/null
"$root/.venv/bin/imrnlp" extract letters --output checkout.jsonl
cmp clean.jsonl checkout.jsonl
venv/bin/python -c "import imrnlp, spacy; assert spacy.blank('en').add_pipe('imr_drugs')"
echo "$(ls dist | tr '\n' ' ')install and run"

"""Builds an installable wheel of a pipeline, without network: ``import NAME; NAME.load()``.

    python scripts/package_clinical.py PACKAGES [--pipeline clinical] [--name imr_clinical]

The pipeline is saved and given to ``spacy package``; the wheel is then built with the setuptools at hand.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from spacy.cli.package import package

import imrnlp


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("--pipeline", default="clinical")
    parser.add_argument("--name", default="imr_clinical")
    args = parser.parse_args()
    args.packages.mkdir(parents=True, exist_ok=True)
    nlp = imrnlp.load(args.pipeline)
    nlp.meta.update(version=imrnlp.__version__, license="Apache-2.0", requirements=["imrnlp"])
    with tempfile.TemporaryDirectory() as work:
        saved, made = Path(work, "saved"), Path(work, "made")
        made.mkdir()
        nlp.to_disk(saved)
        package(
            saved, made, name=args.name, version=imrnlp.__version__, create_sdist=False, create_wheel=False
        )
        (folder,) = made.iterdir()
        build = ["pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
        subprocess.run(
            [sys.executable, "-m", *build, "--wheel-dir", str(args.packages), str(folder)], check=True
        )
    for wheel in sorted(args.packages.glob("*.whl")):
        print(f"{wheel}: {wheel.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Puts a trained clinical NER in the shipped one's place.

    python scripts/release_ner.py TRAINING TARGET

Refuses weights that were trained on the letters alone.  Only the recogniser is kept: the vocabulary's
lookups and the training's optimiser state are left behind.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy

import imrnlp.ner.embed
import imrnlp.tokenizer  # noqa: F401


def main(training: str, target: str) -> None:
    source = json.loads((Path(training) / "source.json").read_text(encoding="utf-8"))
    if source["source"] != "corpora":
        raise SystemExit(f"{training} was trained on the {source['source']}, not on the public corpora")
    nlp = spacy.load(Path(training) / "model-best")
    nlp.meta.update(
        name="clinical_ner",
        version="1.0.0",
        description="Conditions (DIAGNOSIS) and drugs (DRUG); part of imrnlp, whose architecture it needs",
        author="The imrnlp authors",
        license="Apache-2.0",
        sources=[
            {"name": "BioCreative V CDR, train part", "author": "Li et al. 2016"},
            {"name": "NCBI Disease, train part", "author": "Dogan et al. 2014"},
            {"name": "MeSH 2025 (term list)", "author": "U.S. National Library of Medicine"},
        ],
    )
    for path in ("train", "dev"):
        nlp.config["paths"][path] = None
    shutil.rmtree(target, ignore_errors=True)
    nlp.to_disk(target)
    size = sum(f.stat().st_size for f in Path(target).rglob("*") if f.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("training", metavar="TRAINING", help="holds model-best and source.json")
    parser.add_argument("target", metavar="TARGET", help="the folder that is written anew")
    args = parser.parse_args()
    main(args.training, args.target)

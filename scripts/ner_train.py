"""Runs ``spacy train`` for the clinical NER on what ``ner_corpus.py`` prepared.

    python scripts/ner_train.py CORPUS OUTPUT [--config configs/clinical_ner.cfg] [--max-steps N]

The config is for the public corpora; on the annotated letters alone a short run is made.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from spacy.cli.train import train

import imrnlp.ner.embed
import imrnlp.tokenizer  # noqa: F401

#: Steps on the letters alone: under a minute, and more would only learn them by heart.
LETTER_STEPS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--config", type=Path, default=Path("configs/clinical_ner.cfg"))
    parser.add_argument("--max-steps", type=int)
    args = parser.parse_args()
    source = json.loads((args.corpus / "source.json").read_text(encoding="utf-8"))
    overrides: dict[str, object] = {
        "paths.train": str(args.corpus / "train.spacy"),
        "paths.dev": str(args.corpus / "dev.spacy"),
        "system.seed": source["seed"],
    }
    if source["source"] == "letters":
        overrides |= {
            "training.max_steps": LETTER_STEPS,
            "training.eval_frequency": 50,
            "training.optimizer.use_averages": False,
            "training.optimizer.learn_rate.warmup_steps": 5,
        }
    if args.max_steps:
        overrides["training.max_steps"] = args.max_steps
    train(args.config, args.output, overrides=overrides)
    (args.output / "source.json").write_text(json.dumps(source) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Loads imrnlp's pipelines: a spaCy ``Language`` made from a config in ``models/``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "rules"


def models_folder() -> Path:
    """Where the pipelines' configs and weights are: in the installed package, else in the checkout."""
    here = Path(__file__).parent
    for folder in (here / "models", here.parent / "models"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"imrnlp's models folder is missing: neither {here / 'models'} nor beside the package"
    )


def load(
    name: str | Path | None = None, *, ner: str | None = None, rxnconso: str | Path | None = None
) -> Language:
    """A pipeline by name (``"rules"``, the default, or ``"clinical"``) or from a folder of your own.

    ``ner`` names an installed spaCy or scispaCy package whose entity recogniser is to work beside
    the rules (``imrnlp.load(ner="en_ner_bc5cdr_md")``).  ``rxnconso`` names your copy of RxNorm's table
    ``RXNCONSO.RRF``, for the RxCUIs of drugs.  Raises ``ValueError`` for a name that is
    neither a pipeline of imrnlp nor a folder, and ``ImportError`` for an ``ner`` that is not
    installed: nothing is downloaded.

    >>> nlp = load()
    >>> nlp("Norco 10/325mg #120: Upheld")._.letter.determinations[0].outcome
    'upheld'
    """
    from spacy import util

    import imrnlp.components.factories
    import imrnlp.tokenizer  # noqa: F401

    key = str(name or DEFAULT)
    config = models_folder() / f"{key}.cfg"
    if config.is_file():
        settings = {"components.imr_linking.rxnconso": str(rxnconso)} if rxnconso else {}
        nlp = util.load_model_from_config(util.load_config(config, settings), auto_fill=True, validate=True)
        nlp.meta.update(name=key, description="imrnlp: records from Independent Medical Review letters")
        if key == "clinical":
            from imrnlp.tag.ner import add_clinical_ner

            add_clinical_ner(nlp, models_folder())
    elif Path(key).is_dir():
        nlp = util.load_model_from_path(Path(key))
    else:
        known = ", ".join(sorted(p.stem for p in models_folder().glob("*.cfg")))
        raise ValueError(f"no pipeline {key!r}: imrnlp has {known}, and there is no folder of that name")
    if ner:
        from imrnlp.tag.ner import source_ner

        source_ner(nlp, ner)
    return nlp


@lru_cache(maxsize=4)
def shared(name: str = DEFAULT) -> Language:
    """The pipeline ``name``, loaded once per process."""
    return load(name)

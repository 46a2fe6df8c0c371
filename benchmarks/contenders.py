"""What the benchmark compares: each contender is a function from texts to nothing, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Contender = Callable[[Iterable[str]], None]


def _consume(items: Iterable[object]) -> None:
    for _ in items:
        pass


def tokenizer() -> Contender:
    """spaCy's bare English tokenizer."""
    import spacy

    nlp = spacy.blank("en")
    return lambda texts: _consume(map(nlp.make_doc, texts))


def records() -> Contender:
    """imrnlp's default pipeline, complete records, without Docs (what ``imrnlp extract`` runs)."""
    from imrnlp.extraction import extract_text

    extract_text("warm up")
    return lambda texts: _consume(map(extract_text, texts))


def docs() -> Contender:
    """imrnlp's default pipeline with Docs, entities, spans and records (``nlp.pipe``)."""
    import imrnlp

    nlp = imrnlp.load()
    return lambda texts: _consume(doc._.letter for doc in nlp.pipe(texts))


def _terms(count: int) -> list[str]:
    from imrnlp import lexicons

    names = {row["name"].lower() for row in lexicons.table("drugs.tsv") if row.get("name")}
    names |= {row["name"].lower() for row in lexicons.table("rxnorm_ingredients.tsv") if row.get("name")}
    filler = (
        f"{a} {b}"
        for a in sorted(names)
        for b in ("therapy", "trial", "level", "dose", "overdose", "allergy")
    )
    terms = sorted(names)
    while len(terms) < count:
        terms.append(next(filler))
    return terms[:count]


def edsnlp() -> Contender:
    """EDS-NLP's matcher with 10,000 terms, sentences and negation (needs ``pip install edsnlp``)."""
    import edsnlp as eds

    nlp = eds.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.matcher", config={"terms": {"term": _terms(10_000)}, "attr": "LOWER"})
    nlp.add_pipe("eds.negation")
    return lambda texts: _consume(map(nlp, texts))


def medspacy() -> Contender:
    """medspaCy with 300 target rules, ConText and sections, spaCy's sentencizer for PyRuSH."""
    import loguru
    import medspacy as med
    from medspacy.ner import TargetRule

    loguru.logger.disable("PyRuSH")
    nlp = med.load(enable=["medspacy_target_matcher", "medspacy_context", "medspacy_sectionizer"])
    nlp.add_pipe("sentencizer", first=True)
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(term, "TERM") for term in _terms(300)])
    return lambda texts: _consume(map(nlp, texts))


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "spaCy tokenizer (blank en)": tokenizer,
    "imrnlp records": records,
    "imrnlp nlp.pipe": docs,
    "EDS-NLP 10k terms + negation": edsnlp,
    "medspaCy targets + ConText + sections": medspacy,
}

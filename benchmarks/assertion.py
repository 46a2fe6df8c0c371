"""Prints assertion figures on the marked sentences: this package's ConText and medspaCy's default rules.

Run from the repository: ``python benchmarks/assertion.py``.  The sentences were written together
with the rules, so the figures show differences between the two, not the accuracy on unseen notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from imrnlp.assertion.context import assert_targets

SENTENCES = Path(__file__).parent.parent / "tests" / "data" / "assertion_sentences.txt"
_MARK = re.compile(r"<(\w+)>(.*?)</\1>")


def marked(path: Path = SENTENCES) -> Iterator[tuple[str, list[tuple[int, int]], list[str]]]:
    """Each sentence without its marks, the targets' offsets and their classes."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, at = "", 0
        targets, classes = [], []
        for m in _MARK.finditer(line):
            text += line[at : m.start()]
            targets.append((len(text), len(text) + len(m[2])))
            classes.append(m[1])
            text += m[2]
            at = m.end()
        yield text + line[at:], targets, classes


def medspacy_negation(sentences: list[tuple[str, list[tuple[int, int]], list[str]]]) -> list[bool]:
    """Whether medspaCy's ConText with its default rules negates each target."""
    import medspacy

    nlp = medspacy.load(medspacy_enable=["medspacy_tokenizer"])
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("medspacy_context")
    context = nlp.get_pipe("medspacy_context")
    found = []
    for text, targets, _ in sentences:
        doc = nlp.make_doc(text)
        doc = nlp.get_pipe("sentencizer")(doc)
        spans = [doc.char_span(a, b, label="PROBLEM", alignment_mode="expand") for a, b in targets]
        doc.ents = spans
        context(doc)
        found += [bool(span._.is_negated) for span in spans]
    return found


def figures(gold: list[bool], found: list[bool]) -> str:
    """Precision, recall and F1 in words."""
    hits = sum(g and f for g, f in zip(gold, found, strict=True))
    precision = hits / max(1, sum(found))
    recall = hits / max(1, sum(gold))
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * hits / max(1, sum(found) + sum(gold)):.3f}"


def main() -> None:
    """Print both."""
    sentences = list(marked())
    gold = [c == "absent" for _, _, classes in sentences for c in classes]
    ours = [c == "absent" for text, targets, _ in sentences for c in assert_targets(text, targets)]
    print(f"{len(sentences)} sentences, {len(gold)} targets; negation:")
    print("  imrnlp           ", figures(gold, ours))
    print("  medspaCy defaults", figures(gold, medspacy_negation(sentences)))


if __name__ == "__main__":
    main()

"""Letters, counts and scores as text in a terminal."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from imrnlp.export.view import Fact, Mark, View, pieces, view
from imrnlp.record import Letter
from imrnlp.text.strings import counted

if TYPE_CHECKING:
    from imrnlp.evaluation import Scores
    from imrnlp.evaluation.scores import Measure, Score

# Colours of badges and of marks by kind, in rich's names.
_BADGES = {
    "upheld": "bold red",
    "denied": "bold red",
    "overturned": "bold green",
    "certified": "bold green",
    "modified": "bold yellow",
    "conditional": "bold yellow",
    "absent": "red",
    "present": "green",
    "possible": "yellow",
    "hypothetical": "yellow",
}
_STYLES = {
    "request": "bold",
    "drug": "blue",
    "directions": "cyan",
    "condition": "magenta",
    "medication": "bright_blue",
    "ur": "bright_magenta",
    "ur-guideline": "yellow",
    "imr-guideline": "green",
    "rationale": "italic",
    "case": "bright_cyan",
    "site": "underline",
    "warning": "bold red",
}
# What steers a terminal or hides: C0 controls have pictures, the rest is shown by its number.
_PICTURES = {c: 0x2400 + c for c in range(32) if chr(c) not in "\t\n"}
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def _table(title: str, columns: list[str], rows: list[list[Any]]) -> Table:
    table = Table(
        title=_plain(title) if title else None,
        title_justify="left",
        box=None,
        pad_edge=False,
        header_style="bold",
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else _plain(cell) for cell in row))
    return table


def print_letter(letter: Letter, text: str = "", console: Console | None = None) -> None:
    """The record of one letter, then its text with every value marked, at the terminal's width.

    Every character is shown and none is executed: control characters are shown as a picture (``␛``) or a
    number (``<U+202E>``), and nothing is taken for markup.
    """
    console = console or _console()
    shown = view(letter, text)
    console.print(_plain(f"{letter.letter_id} ({letter.layout.replace('_', ' ')})", "bold"))
    if letter.error:
        console.print(_plain(f"not read: {letter.error}", "red"))
    for group in shown.groups:
        console.print()
        console.print(_plain(_HEADINGS.get(group.name, group.title), "bold underline"))
        for fact in group.facts:
            _print_fact(console, fact, 2)
    if text:
        console.print()
        console.print(_plain("Letter", "bold underline"))
        console.print(_marked(shown))


_HEADINGS = {"items": "Determinations"}


def _print_fact(console: Console, fact: Fact, indent: int) -> None:
    line = Text(overflow="fold")
    if fact.label:
        line.append_text(_plain(f"{fact.label}{'.' if fact.kind == 'request' else ':'} ", "dim"))
    line.append_text(_plain(" ".join(fact.title.split()), _STYLES.get(fact.kind, "")))
    if fact.badge:
        line.append_text(_plain(f" [{fact.badge}]", _BADGES.get(fact.badge, "bold")))
    for name, _ in fact.links:
        line.append_text(_plain(f" {name}", "dim"))
    console.print(Padding(line, (0, 0, 0, indent)))
    if fact.details:
        stated = Text(overflow="fold", style="")
        for n, (name, value) in enumerate(fact.details):
            stated.append_text(_plain(f"{'; ' if n else ''}{name} ", "dim")).append_text(_plain(value))
        console.print(Padding(stated, (0, 0, 0, indent + 4)))
    if fact.body:
        console.print(Padding(_plain(" ".join(fact.body.split())), (0, 0, 0, indent + 4)))
    for part in fact.parts:
        _print_fact(console, part, indent + 4)


def _marked(shown: View) -> Text:
    whole = Text(overflow="fold")
    paged = shown.letter.source.media_type == "application/pdf"
    for piece in pieces(shown.text, shown.marks, paged=paged):
        if piece.page is not None:
            whole.append(f"{'' if piece.page == 1 else chr(10)}— page {piece.page} —\n", "dim")
        style = " ".join(filter(None, (_mark_style(mark) for mark in piece.marks)))
        words = piece.text.replace("\f", "\n") if paged else piece.text
        whole.append_text(_plain(words, style))
    return whole


def _mark_style(mark: Mark) -> str:
    style = _BADGES.get(mark.style) if mark.kind in ("request", "outcome") else None
    crossed = " strike" if mark.style == "absent" else ""
    return (style or _STYLES.get(mark.kind, "")) + crossed


def _plain(words: object, style: str = "") -> Text:
    """Words as they are, nothing in them acted on."""
    return Text(
        _UNSEEN.sub(lambda m: f"<U+{ord(m[0]):04X}>", str(words).translate(_PICTURES)), style, overflow="fold"
    )


def _console() -> Console:
    """Standard output, which shows by its number what its encoding has not."""
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return Console(highlight=False, emoji=False, markup=False)


def _interval(score: Score, measure: Measure) -> str:
    low, high = score.interval(measure)
    return f"{getattr(score, measure):.3f} ({low:.3f}–{high:.3f})"


def print_scores(scores: Scores, *, errors: bool = False, console: Console | None = None) -> None:
    """Precision, recall and F1 per part, with F1's 95 % interval, and with ``errors`` every difference."""
    console = console or _console()
    if not console.is_terminal:  # a file or pipe has no width of its own
        console.width = max(console.width, 110)
    console.print(
        f"{scores.name}: {counted(scores.cases, 'case')}; 95 % intervals in brackets", highlight=False
    )
    rows = [
        [part, s.gold, s.predicted, s.correct, f"{s.precision:.3f}", f"{s.recall:.3f}", _interval(s, "f1")]
        for part, s in scores.parts.items()
        if s.gold or s.predicted
    ]
    console.print(_table("", ["part", "gold", "predicted", "correct", "precision", "recall", "F1"], rows))
    if errors:
        for part, s in scores.parts.items():
            for case, kind, value in s.errors:
                line = _plain(f"{part} {kind} {case}: {value}")
                console.print(line, highlight=False, markup=False, soft_wrap=True)


def print_groups(by: str, groups: dict[str, Scores], console: Console | None = None) -> None:
    """Precision, recall and F1 of each layout or letter by part."""
    console = console or _console()
    rows = [
        [name, group.cases, part, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.gold, s.predicted]
        for name, group in groups.items()
        for part, s in group.parts.items()
        if s.gold or s.predicted
    ]
    columns = [by, "letters", "part", "precision", "recall", "F1", "gold", "predicted"]
    console.print(_table(f"\nBy {by}", columns, rows))


def print_changes(
    names: tuple[str, str],
    before: Scores,
    after: Scores,
    *,
    errors: bool = False,
    console: Console | None = None,
) -> None:
    """What is better and worse in the second result than in the first; with ``errors`` value by value."""
    from imrnlp.evaluation import compare

    console = console or _console()
    changes = compare(before, after)
    console.print(_plain(f"{before.name}: {names[0]} → {names[1]}"), highlight=False)
    if not changes:
        console.print("no difference")
        return
    rows = [
        [
            c.part,
            f"{c.before.f1:.3f}",
            f"{c.after.f1:.3f}",
            f"{c.after.f1 - c.before.f1:+.3f}",
            len(c.better),
            len(c.worse),
        ]
        for c in changes
    ]
    console.print(_table("", ["part", "F1 before", "after", "change", "better", "worse"], rows))
    for change in changes if errors else ():
        for word, differences in (("better", change.better), ("worse", change.worse)):
            for case, kind, value in differences:
                was = "no longer" if word == "better" else "now"
                line = f"{word}: {change.part} {case}: {was} {kind}: {value}"
                console.print(_plain(line), highlight=False, markup=False, soft_wrap=True)

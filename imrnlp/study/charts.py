"""The report's charts: SVG by matplotlib, in the page's own colours, once for wide and once for narrow screens."""

from __future__ import annotations

import io
import itertools
import math
import re
import textwrap
from typing import TYPE_CHECKING, Any

from imrnlp.export.view import in_words

if TYPE_CHECKING:
    import pandas as pd

#: Stand-in colours, which become the page's variables so that dark mode and print recolour the charts.
_INK, _FAINT, _ACCENT, _SECOND = "#111101", "#bbbb01", "#1155aa", "#cc7711"
_VARIABLES = {_INK: "var(--ink)", _FAINT: "var(--line)", _ACCENT: "var(--accent)", _SECOND: "var(--second)"}
#: Inches: a chart fills its column at 96 pixels an inch.
_WIDE, _NARROW = 7.2, 3.5
_ROWS = 15


def charts(kind: str, frame: pd.DataFrame, name: str) -> dict[str, str]:
    """The SVG of a table for each width (``wide``, ``narrow``); nothing for an empty table."""
    if frame.empty or not kind:
        return {}
    draw = _months if kind == "months" else _rates
    return {
        size: draw(frame, width, f"{name}-{size}") for size, width in (("wide", _WIDE), ("narrow", _NARROW))
    }


def label(value: Any, width: int = 60) -> str:
    """A group's value as a reader sees it."""
    import pandas as pd

    text = "not stated" if value is None or pd.isna(value) else in_words(str(value))
    return text if len(text) <= width else text[: width - 1] + "…"


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)
    axes.tick_params(colors=_INK, length=0, labelsize=9)
    axes.set_axisbelow(True)
    return figure, axes


def _wrapped(value: Any, count: int, width: float) -> str:
    """A row's name with its count, on lines that leave the chart its room."""
    columns, lines = (40, 2) if width == _WIDE else (19, 3)
    # Compounds (a/b/c) may break behind a stroke.
    text = f"{label(value, 200)} ({count:,})".replace("/", "/ ")
    found = textwrap.wrap(text, columns, max_lines=lines, placeholder=f"… ({count:,})")
    return "\n".join(found).replace("/ ", "/")


def _rates(frame: pd.DataFrame, width: float, salt: str) -> str:
    shown = frame[frame["rate"].notna()].head(_ROWS).iloc[::-1]
    if shown.empty:
        return ""
    names = [
        _wrapped(value, items, width) for value, items in zip(shown.iloc[:, 0], shown["items"], strict=True)
    ]
    # Each row as high as its name, one unit a line.
    heights = [1.7 + name.count("\n") for name in names]
    ends = list(itertools.accumulate(heights, initial=0.0))
    places = [(low + high) / 2 for low, high in itertools.pairwise(ends)]
    figure, axes = _figure(width, 0.75 + 0.175 * ends[-1])
    rate, low, high = (100 * shown[c].astype(float) for c in ("rate", "low", "high"))
    axes.hlines(places, low, high, color=_ACCENT, linewidth=2.5, alpha=0.45)
    axes.plot(rate, places, "o", color=_ACCENT, markersize=6.5, clip_on=False)
    axes.set_yticks(places, names)
    axes.set_xlim(-2, 102)
    axes.set_ylim(0, ends[-1])
    axes.set_xticks([0, 25, 50, 75, 100] if width == _WIDE else [0, 50, 100])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.grid(axis="x", color=_FAINT, linewidth=0.8)
    # Ends where the axis ends, so that it is never cut.
    axes.set_xlabel("overturned, 95% interval (items)", color=_INK, fontsize=9, loc="right")
    return _svg(figure, salt)


#: More months than these are drawn as one outline; fewer than these leave room beside their bars.
_MANY, _FEW = 36, 12


def _months(frame: pd.DataFrame, width: float, salt: str) -> str:
    shown = frame[frame["month"].notna()]
    if shown.empty:
        return ""
    first, last = str(shown["month"].iloc[0]), str(shown["month"].iloc[-1])
    start = int(first[:4]) * 12 + int(first[5:]) - 1
    places = [int(m[:4]) * 12 + int(m[5:]) - 1 - start for m in shown["month"]]
    figure, axes = _figure(width, 2.6)
    ends = places[-1]
    for name, colour, share, alpha in (("items", _ACCENT, 0.85, 0.45), ("letters", _SECOND, 0.4, None)):
        if ends < _MANY:
            axes.bar(places, shown[name], color=colour, width=share, alpha=alpha, label=name)
        else:
            counts = [0] * (ends + 1)
            for place, count in zip(places, shown[name], strict=True):
                counts[place] = count
            edges = [place - 0.5 for place in range(ends + 2)]
            axes.stairs(counts, edges, fill=True, color=colour, alpha=alpha, label=name)
    margin = max(1.0, (_FEW - ends) / 2)
    step = max(1, math.ceil((ends + 2 * margin) / (8 if width == _WIDE else 4)))
    ticks = list(range(0, ends + 1, step))
    axes.set_xticks(ticks, [f"{(start + t) // 12}-{(start + t) % 12 + 1:02d}" for t in ticks])
    axes.set_xlim(-margin, ends + margin)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="y", color=_FAINT, linewidth=0.8)
    span = first if first == last else f"{first} to {last}"
    axes.set_xlabel(f"month of decision, {span}", color=_INK, fontsize=9, loc="right")
    axes.set_ylabel("count", color=_INK, fontsize=9)
    legend = axes.legend(frameon=False, fontsize=9, loc="lower left", bbox_to_anchor=(0, 1), ncols=2)
    for text in legend.get_texts():
        text.set_color(_INK)
    return _svg(figure, salt)


def _svg(figure: Any, salt: str) -> str:
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.S)
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    # Ids are the figure's alone, since many stand in one page.
    return re.sub(r'\b(id="|href="#|url\(#)', rf"\g<1>{salt}-", text)

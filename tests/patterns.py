"""Every regular expression of the package, collected by itself, and texts that make bad ones take for ever.

Run as a program it tries each on each and prints, as JSON, those that take more than linear time.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import re._constants as codes
import re._parser as parser
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from paths import ROOT

#: Characters of a text, and seconds of computing that a pattern may take over one; a linear one takes some
#: thousandths, one that tries each start against each end some seconds, an exponential one for ever.
LENGTH = 8_000


def _pace() -> float:
    """How many times as long this machine takes for a simple pattern as the one that ``SECONDS`` was set on; at least 1."""
    pattern, text = (
        re.compile(r"\bfoo\w+ba[rz]\b"),
        "The patient takes Norco for pain and has no fever. " * 400,
    )
    taken = []
    for _ in range(9):
        begun = time.thread_time()
        pattern.findall(text)
        taken.append(time.thread_time() - begun)
    return max(1.0, min(taken) / 0.000_25)


SECONDS = 0.15 * _pace()
#: A beginning of so many characters is tried first: what takes less than ``LITTLE`` there takes less than
#: ``SECONDS`` over the whole, even when it takes the square of the time.
SHORT = 500
LITTLE = SECONDS * (SHORT / LENGTH) ** 2 / 4
#: What takes more there is tried on a beginning of this length: two times tell how they grow (``foreseen``).
LONGER = 4 * SHORT

LETTERS = ROOT / "data" / "letters"


def collect() -> dict[tuple[str, int], str]:
    """Pattern and flags -> the place that compiled it: of all modules, closures and tables included.

    Must run before imrnlp is imported.  Patterns that are made when they are first needed are found by reading
    the sample letters.
    """
    found: dict[tuple[str, int], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: Any) -> Any:
        compiled = original(pattern, flags)
        frame = sys._getframe(2)
        module = frame.f_globals.get("__name__", "")
        if module.startswith("imrnlp"):
            text = compiled.pattern
            # Patterns on bytes are tried as the text of their characters.
            text = text.decode("latin-1") if isinstance(text, bytes) else text
            found.setdefault(
                (text, compiled.flags & ~re.UNICODE), f"{module.replace('.', '/')}.py:{frame.f_lineno}"
            )
        return compiled

    re._compile = recording  # type: ignore[attr-defined]
    try:
        _use_everything()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    places = _places_of_late_patterns()
    return {key: places.get(key[0], place) for key, place in found.items()}


def _places_of_late_patterns() -> dict[str, str]:
    """The module that has each pattern with word classes; such a pattern is compiled elsewhere, when it is first used."""
    from imrnlp.lexicons.wordings import Late

    return {
        value.pattern: f"{name.replace('.', '/')}.py:0"
        for name, module in list(sys.modules.items())
        if name.startswith("imrnlp.")
        for value in list(vars(module).values())
        if isinstance(value, Late)
    }


def _use_everything() -> None:
    import imrnlp

    for module in pkgutil.walk_packages(imrnlp.__path__, "imrnlp."):
        if not module.name.endswith(("__main__", ".spark")):
            importlib.import_module(module.name)
    from imrnlp.lexicons.wordings import late_patterns

    for late in late_patterns():
        _ = late.pattern  # compiles it
    nlp = imrnlp.load()
    for path in sorted(LETTERS.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        imrnlp.extract_text(text)
        nlp(text)


# -- texts --------------------------------------------------------------------------------------

_PIECES = [
    "1", "12/17/2012, ", "10/325 mg ", "1.", "1,", "-", "- ", "–", " ", "  x", "\n", " \n", "\t", "a", "A", "aB",
    "test ", "no pain, ", "denies ", "denies fever, chills, ", "Norco ", "Norco 10 ", "the ", "of ", "and ", "and/or ",
    "not ", "page ", "Page(s): 1, ", "MTUS ", "(", "()", "((", ")", "[", "a(b) ", "x 3 ", "#1 ", "L4-5 ", "L4-L5, ",
    "L", "right ", "left knee ", "2x6 ", "2 times ", "per week ", "for 6 weeks ", "A. ", "a.b", "a,b, ", "a; ", ":", ": ",
    "::", "1. x\n", "1) ", "Upheld", "Upheld ", "Overturned: ", "is ", "is not ", "was ", "with ", "without ", "§9792.",
    "9792.24.2 ", "http://a", "www.a.b/", "a-b-", "a/b/", "M.D. ", "Dr. ", "e.g., ", "\"", "'", "“a” ", "…", "..", ". ",
    "\x0c", "é", "\u0130", "\u200b", "one (1) ", "mg", "mg/", "%", "20%/", "tablet ", "twice a day ", "every 6 ",
    "Chapter ", "chapter 12 ", "Section(s): ", "ODG ", "ACOEM, ", "pain ", "radiating to the ", "history of ", "MRI of the ",
]  # fmt: skip


def texts() -> Iterator[str]:
    """Repetitions of what letters are made of, with something else at their end."""
    for piece in _PIECES:
        body = piece * (LENGTH // len(piece))
        yield f"The patient takes Norco {body}x for pain."


def attacks(pattern: str, flags: int) -> Iterator[str]:
    """For each repetition in the pattern: what comes before it, then what it repeats very often, then an end."""
    try:
        tree = parser.parse(pattern, flags)
    except re.error:
        return
    seen: set[str] = set()
    for before, body in _repetitions(tree, ""):
        if not body or body in seen:
            continue
        seen.add(body)
        many = body * (LENGTH // len(body))
        yield before + many
        yield before + many + "\x01"
        if before:
            yield (before + body) * (LENGTH // len(before + body))


def _repetitions(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    for op, value in tree:
        for inner, times in _inside(op, value):
            if times > 8:
                yield before, _sample(inner)
            yield from _repetitions(inner, before)
        before += _sample([(op, value)])


def _inside(op: Any, value: Any) -> Iterator[tuple[Any, int]]:
    """The patterns within one, and how often each may be repeated."""
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        yield value[2], int(value[1])
    elif op is codes.SUBPATTERN:
        yield value[3], 1
    elif op is codes.ATOMIC_GROUP:
        yield value, 1
    elif op is codes.BRANCH:
        yield from ((branch, 1) for branch in value[1])
    elif op in (codes.ASSERT, codes.ASSERT_NOT):
        yield value[1], 1


def _sample(tree: Iterable[Any]) -> str:
    """Some text that the pattern takes, or nearly."""
    return "".join(_one(op, value) for op, value in tree)


_OF_CATEGORY = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_NOT_WORD: " ",
}


def _one(op: Any, value: Any) -> str:
    if op is codes.LITERAL:
        return chr(value)
    if op is codes.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if op is codes.ANY:
        return "a"
    if op is codes.IN:
        return _of_set(value)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return _sample(value[2]) * max(1 if value[1] else 0, min(int(value[0]), 3))
    if op is codes.SUBPATTERN:
        return _sample(value[3])
    if op is codes.ATOMIC_GROUP:
        return _sample(value)
    if op is codes.BRANCH:
        return _sample(value[1][0])
    return ""


def _of_set(items: list[Any]) -> str:
    if items and items[0][0] is codes.NEGATE:
        forbidden = re.compile("[" + "".join(_as_class(i) for i in items[1:]) + "]")
        return next((c for c in "a 1,-(x\n" if not forbidden.match(c)), "\x02")
    op, value = items[0]
    if op is codes.RANGE:
        return chr(value[0])
    return _OF_CATEGORY.get(value, "a") if op is codes.CATEGORY else chr(value)


def _as_class(item: Any) -> str:
    op, value = item
    if op is codes.LITERAL:
        return re.escape(chr(value))
    if op is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    kind = str(value).rpartition("_")[2]
    return names[kind].upper() if "_NOT_" in str(value) else names[kind]


# -- a look at the pattern alone ------------------------------------------------------------------

_ALPHABET = frozenset(map(chr, range(32, 127))) | frozenset("\n\té–•”")
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


def ambiguous(pattern: str, flags: int) -> str | None:
    """A repeated group that can take the same text in two ways, as an example of its repeated end, or ``None``.

    That is: a repetition (which gives back) of a group whose end is a repetition of characters with which the
    group may also begin, as in ``(?:\\d[\\d,]*)*``: each comma or digit may end one round or begin the next.

    >>> ambiguous(r"(?:\\d[\\d,]*)*x", 0) is None, ambiguous(r"(?:\\d[\\d,]*+)*x", 0) is None
    (False, True)
    """
    return _ambiguous(parser.parse(pattern, flags))


def _ambiguous(tree: Any) -> str | None:
    for op, value in tree:
        if op in _REPEATS and value[1] > 8:
            both = _open_ends(value[2]) & _firsts(value[2])[0]
            if both:
                return "".join(sorted(both))[:20]
        if op is not codes.ATOMIC_GROUP and op is not codes.POSSESSIVE_REPEAT:
            for inner, _ in _inside(op, value):
                found = _ambiguous(inner)
                if found:
                    return found
    return None


def _characters(op: Any, value: Any) -> frozenset[str]:
    """The characters that a single item takes."""
    if op is codes.LITERAL:
        return frozenset(chr(value)) & _ALPHABET
    if op is codes.NOT_LITERAL:
        return _ALPHABET - {chr(value)}
    if op is codes.ANY:
        return _ALPHABET - {"\n"}
    negated = bool(value) and value[0][0] is codes.NEGATE
    matching = re.compile("[" + "".join(_as_class(i) for i in value[negated:]) + "]")
    found = frozenset(c for c in _ALPHABET if matching.match(c))
    return _ALPHABET - found if negated else found


_SINGLE = (codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN)


def _firsts(tree: Any) -> tuple[frozenset[str], bool]:
    """The characters with which a text of the pattern may begin, and whether it may be empty."""
    found: frozenset[str] = frozenset()
    for op, value in tree:
        if op in _SINGLE:
            return found | _characters(op, value), False
        if op is codes.BRANCH:
            options = [_firsts(branch) for branch in value[1]]
            characters, empty = frozenset().union(*(c for c, _ in options)), any(e for _, e in options)
        elif op in (*_REPEATS, codes.POSSESSIVE_REPEAT):
            characters, empty = _firsts(value[2])
            empty = empty or value[0] == 0
        elif op in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            characters, empty = _firsts(value[3] if op is codes.SUBPATTERN else value)
        else:  # a place, which takes nothing
            characters, empty = frozenset(), True
        found |= characters
        if not empty:
            return found, False
    return found, True


def _open_ends(tree: Any) -> frozenset[str]:
    """The characters of repetitions, which give back, at the end of a text of the pattern."""
    found: frozenset[str] = frozenset()
    for op, value in reversed(list(tree)):
        if op in _SINGLE or op in (codes.POSSESSIVE_REPEAT, codes.ATOMIC_GROUP):
            return found
        if op in _REPEATS:
            inner = list(value[2])
            if value[1] > 8 and len(inner) == 1 and inner[0][0] in _SINGLE:
                found |= _characters(*inner[0])
            else:
                found |= _open_ends(value[2])
            if value[0] > 0:
                return found
        elif op is codes.BRANCH:
            found = found.union(*(_open_ends(branch) for branch in value[1]))
            if not any(_firsts(branch)[1] for branch in value[1]):
                return found
        elif op is codes.SUBPATTERN:
            found |= _open_ends(value[3])
            if not _firsts(value[3])[1]:
                return found
        elif op in (codes.AT, codes.ASSERT, codes.ASSERT_NOT):
            # A word's end between two rounds, or a look ahead, mostly tells them apart.
            return found
    return found


# -- trying -------------------------------------------------------------------------------------


class TooLong(BaseException):
    pass


def _ring(*_: object) -> None:
    raise TooLong


def slow(pattern: str, flags: int, over: Iterable[str]) -> str | None:
    """The start of the first text over which the pattern takes too long, or ``None``."""
    compiled = re.compile(pattern, flags)
    for text in over:
        if _may_be_slow(compiled, text) and _takes(compiled, text) > SECONDS:
            return f"{text[:40]!r} … {text[-20:]!r}"
    return None


def _may_be_slow(compiled: re.Pattern[str], text: str) -> bool:
    """Whether the text's beginnings leave open that the whole takes more than ``SECONDS``."""
    if len(text) <= LONGER:
        return True
    short = _takes(compiled, _beginning(text, SHORT))
    if short <= LITTLE:
        return False
    return foreseen(short, _takes(compiled, _beginning(text, LONGER))) > SECONDS / 2


def _beginning(text: str, length: int) -> str:
    """So much of the text, with its end."""
    return text[: length - 20] + text[-20:]


def foreseen(short: float, longer: float) -> float:
    """The time over ``LENGTH`` of what takes these times over ``SHORT`` and ``LONGER``: one part grows with the length, one with its square.

    >>> round(foreseen(0.001, 0.004), 3), round(foreseen(0.001, 0.016), 3)
    (0.016, 0.256)
    """
    times, of_longer = LENGTH / LONGER, LONGER / SHORT
    square = max(0.0, longer - of_longer * short) * of_longer / (of_longer - 1)
    return times * (longer - square) + times**2 * square


def _takes(compiled: re.Pattern[str], text: str) -> float:
    """Seconds of computing that the pattern takes over the text; more than ``SECONDS`` is cut off there.

    The thread's clock: while a timer runs, the process's counts in steps of some milliseconds.
    """
    begun = time.thread_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        for _ in compiled.finditer(text):
            pass
        # A search succeeds where a match of the whole fails and goes back over every choice.
        compiled.fullmatch(text)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooLong:
        return 2 * SECONDS
    return time.thread_time() - begun


def as_read(texts: Iterable[str], place: str) -> Iterator[str]:
    """The texts as the patterns of that place meet them: only readers see a source as it is."""
    from imrnlp.text.normalize import normalize
    from imrnlp.text.reflow import reflow

    for text in texts:
        if place.startswith(("imrnlp/read/", "imrnlp/text/normalize", "imrnlp/extraction", "imrnlp/run/")):
            yield text
        elif place.startswith(("imrnlp/sections/", "imrnlp/text/", "imrnlp/reading")):
            yield normalize(text).text
        else:
            yield reflow(normalize(text)).text


def main() -> None:
    """Prints the patterns that take too long."""
    signal.signal(signal.SIGVTALRM, _ring)
    found = collect()
    common: dict[str, list[str]] = {}
    answer = []
    twofold = [
        {"place": place, "pattern": pattern, "text": both}
        for (pattern, flags), place in found.items()
        if (both := ambiguous(pattern, flags))
    ]
    for (pattern, flags), place in found.items():
        if not any(True for _ in _repetitions(parser.parse(pattern, flags), "")):
            continue  # nothing repeated: each place costs what it costs
        kind = "/".join(place.split("/")[:2])
        if kind not in common:
            common[kind] = list(dict.fromkeys(as_read(texts(), place)))
        text = slow(
            pattern,
            flags,
            (t for group in (as_read(attacks(pattern, flags), place), common[kind]) for t in group),
        )
        if text is not None:
            answer.append({"place": place, "pattern": pattern, "text": text})
            print(place, pattern[:60], text, file=sys.stderr, flush=True)
    json.dump({"patterns": len(found), "slow": answer, "ambiguous": twofold}, sys.stdout, indent=1)


if __name__ == "__main__":
    main()

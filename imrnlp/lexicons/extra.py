"""Uses lexicons of your own beside the package's.

A process uses one choice of folders at a time.  :class:`using` sets the choice for the process while its block
runs: cached results of other lexicons are dropped, and a thread that wants another choice waits.  One choice
for all pipelines costs nothing; with two in turn the lexicons are loaded again at each change (about a second).
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp import lexicons
from imrnlp.lexicons.once import ONCE

if TYPE_CHECKING:
    from imrnlp.lexicons.schema import LexiconProblem

#: Absolute paths of folders; where two say different things the first counts.
Choice = tuple[str, ...]

#: Packages whose cached functions may hold what lexicons say.
_DERIVING = ("assemble", "assertion", "components", "lexicons", "link", "sections", "tag", "text", "record")


class LexiconError(ValueError):
    """A folder of lexicons that cannot be used; ``problems`` are its values that are not allowed."""

    def __init__(self, message: str, problems: Iterable[LexiconProblem] = ()):
        self.problems = list(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems[:20])]))


# -- taking turns -----------------------------------------------------------------------------------


class _Held(threading.local):
    depth = 0


_held = _Held()
_turn = threading.Condition()
_users = 0


class using:
    """While the block runs, the process's lexicons are the package's and those of ``choice``.

    Raises ``RuntimeError`` within a block of the same thread that uses another choice.
    """

    __slots__ = ("_choice",)

    def __init__(self, choice: Choice):
        self._choice = choice

    def __enter__(self) -> None:
        global _users
        with _turn:
            while lexicons.folders != self._choice:
                if _held.depth:
                    raise RuntimeError("a pipeline with other lexicons cannot run within one that is running")
                if not _users:
                    _switch(self._choice)
                else:
                    _turn.wait()
            _users += 1
        _held.depth += 1

    def __exit__(self, *_: object) -> None:
        global _users
        _held.depth -= 1
        with _turn:
            _users -= 1
            if not _users:
                _turn.notify_all()


_forgetting: list[Callable[[], None]] = []


def forgets(forget: Callable[[], None]) -> None:
    """Registers a function to call when other lexicons are used, for caches that are not of ``functools``."""
    _forgetting.append(forget)


def _switch(choice: Choice) -> None:
    lexicons.folders = choice
    for name, module in list(sys.modules.items()):
        # `imrnlp.lexicons.choice` keeps what it found of folders, not of what the process reads.
        derives = name.startswith("imrnlp.") and name.split(".")[1] in _DERIVING
        if derives and name != "imrnlp.lexicons.choice":
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
    for forget in _forgetting:
        forget()


# -- what a folder adds -----------------------------------------------------------------------------


def extended_table(name: str, base: list[dict[str, str]], folder: str) -> list[dict[str, str]]:
    """The rows of the folder's table, then the package's, without the terms that the folder's rows have."""
    path = Path(folder) / name
    if not path.is_file():
        return base
    mine = lexicons.rows_of(path.read_text(encoding="utf-8"), name)
    for field in ONCE.get(name, ()):
        taken = {term for row in mine for term in row.get(field, "").split("|") if term}
        base = [kept for row in base if (kept := _without(row, field, taken)) is not None]
    return [*mine, *base]


def _without(row: dict[str, str], field: str, taken: set[str]) -> dict[str, str] | None:
    """The row without the terms; ``None`` for one that would have none left."""
    terms = row[field].split("|")
    left = [term for term in terms if term not in taken]
    if len(left) == len(terms):
        return row
    return {**row, field: "|".join(left)} if left else None


def extended_document(name: str, base: Any, folder: str) -> Any:
    """The package's document with the folder's in it."""
    path = Path(folder) / name
    return merged(lexicons.json_of(path.read_text(encoding="utf-8")), base) if path.is_file() else base


def merged(mine: Any, base: Any) -> Any:
    """Merges two documents: objects key by key, my lists before the base's; other values are mine.

    An entry of a list replaces the base's entry of the same ``name`` or ``literal``.

    >>> merged({"a": [1], "b": "x"}, {"a": [2, 1], "b": "y", "c": 3})
    {'a': [1, 2], 'b': 'x', 'c': 3}
    >>> merged([{"name": "p", "n": 1}], [{"name": "p", "n": 0}, {"name": "q", "n": 0}])
    [{'name': 'p', 'n': 1}, {'name': 'q', 'n': 0}]
    """
    if isinstance(mine, dict) and isinstance(base, dict):
        both = {key: merged(mine[key], value) if key in mine else value for key, value in base.items()}
        return both | {key: value for key, value in mine.items() if key not in base}
    if isinstance(mine, list) and isinstance(base, list):
        taken = {key for entry in mine if (key := _key(entry)) is not None}
        return [*mine, *(entry for entry in base if _key(entry) not in taken and entry not in mine)]
    return mine


def _key(entry: Any) -> Any:
    return entry.get("name", entry.get("literal")) if isinstance(entry, dict) else None


lexicons.add_rows, lexicons.add_entries = extended_table, extended_document

"""Lexicons of your own beside the package's: which folders a pipeline names, and reading as they say.

A process reads by one choice of folders at a time.  :class:`using` makes a choice the process's while its block
runs: what was derived from other lexicons is forgotten, and a thread that wants another choice waits.  One choice
for all pipelines costs nothing; two that take turns make the lexicons be read anew at each turn (about a second).
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from imrnlp import lexicons

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from imrnlp.lexicons.schema import Problem

#: The group of entry points whose names a pipeline's configuration may give in the place of a folder.
GROUP = "imrnlp_lexicons"

#: Absolute paths of folders; where two say different things the first counts.
Choice = tuple[str, ...]

#: Packages whose cached functions may hold what lexicons say.
_DERIVING = ("assemble", "assertion", "components", "lexicons", "link", "sections", "tag", "text", "record")


class LexiconError(ValueError):
    """A folder of lexicons that cannot be used; ``problems`` are its values that are not allowed."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()):
        self.problems = list(problems)
        super().__init__("\n".join([message, *(f"  {problem}" for problem in self.problems[:20])]))


def chosen(names: Iterable[str | os.PathLike[str]], base: str | os.PathLike[str] = "") -> Choice:
    """The folders that ``names`` mean: each the name of an entry point of :data:`GROUP`, or a path.

    Paths are relative to ``base``.  Each folder is held to the lexicons' schema.  Raises :class:`LexiconError`, which
    names what is not there, and file, line, field and value of what is not allowed.
    """
    choice = tuple(_folder(os.fspath(name), Path(base)) for name in names)
    _checked(choice)
    return choice


def _folder(name: str, base: Path) -> str:
    from importlib.metadata import entry_points

    installed = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name in installed:
        return _named_by(installed[name])
    folder = base / name
    if not folder.is_dir():
        others = f"; installed are {', '.join(sorted(installed))}" if installed else ""
        raise LexiconError(
            f"no lexicons {name!r}: it is neither a folder nor an entry point of the group {GROUP}{others}"
        )
    return str(folder.resolve())


def _named_by(entry: EntryPoint) -> str:
    """The folder that an entry point gives: a package (its folder), a path, or a function that gives one."""
    try:
        value: Any = entry.load()
        if isinstance(value, ModuleType):
            value = next(iter(value.__path__))
        folder = Path(value() if callable(value) else value)
    except Exception as error:  # whatever the plug-in's own code raises
        raise LexiconError(
            f"lexicons {entry.name!r} ({entry.value}): {type(error).__name__}: {error}"
        ) from error
    if not folder.is_dir():
        raise LexiconError(f"lexicons {entry.name!r} ({entry.value}): {folder} is no folder")
    return str(folder.resolve())


@functools.lru_cache(maxsize=8)
def _checked(choice: Choice) -> None:
    from imrnlp.lexicons.schema import check

    with using(choice):
        for folder in choice:
            try:
                problems = check(folder, extends=True)
            except ValueError as error:
                raise LexiconError(str(error)) from None
            if problems:
                raise LexiconError(f"{folder}: {len(problems)} values are not allowed", problems)


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
    """Registers what must be called when other lexicons are used, for what no ``functools`` cache holds."""
    _forgetting.append(forget)


def _switch(choice: Choice) -> None:
    lexicons.folders = choice
    for name, module in list(sys.modules.items()):
        if name.startswith("imrnlp.") and name.split(".")[1] in _DERIVING:
            for value in list(vars(module).values()):
                # `_checked` is of folders, not of what the process reads.
                if isinstance(value, functools._lru_cache_wrapper) and value is not _checked:
                    value.cache_clear()
    for forget in _forgetting:
        forget()


# -- what a folder adds -----------------------------------------------------------------------------


def extended_table(name: str, base: list[dict[str, str]], folder: str) -> list[dict[str, str]]:
    """The rows of the folder's table, then the package's, without the terms that the folder's rows have."""
    path = Path(folder) / name
    if not path.is_file():
        return base
    from imrnlp.lexicons.schema import TABLES

    mine = lexicons.rows_of(path.read_text(encoding="utf-8"), name)
    for field in TABLES[name].once if name in TABLES else ():
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
    """Objects key by key; my lists before the base's; anything else is mine.

    An entry of a list takes the place of the base's entry of the same ``name`` or ``literal``.

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

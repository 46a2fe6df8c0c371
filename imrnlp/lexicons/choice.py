"""Finds the folders of lexicons that a pipeline names, and checks that they can be used."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from imrnlp.lexicons.extra import Choice, LexiconError, using
from imrnlp.lexicons.schema import check_lexicons
from imrnlp.text.strings import described, quoted

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: The group of entry points whose names a pipeline's configuration may give in the place of a folder.
GROUP = "imrnlp_lexicons"


def chosen(names: Iterable[str | os.PathLike[str]], base: str | os.PathLike[str] = "") -> Choice:
    """The folders that ``names`` mean: each the name of an entry point of :data:`GROUP`, or a path.

    Paths are relative to ``base``.  Each folder is checked against the lexicons' schema.  Raises :class:`LexiconError`, which
    names a folder that is missing, or file, line, field and value of what is not allowed.
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
    if not os.path.isdir(folder):
        others = f"; installed are {', '.join(sorted(installed))}" if installed else ""
        raise LexiconError(
            f"no lexicons {quoted(name)}: it is neither a folder nor an entry point of the group {GROUP}{others}"
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
        raise LexiconError(f"lexicons {quoted(entry.name)} ({entry.value}): {described(error)}") from error
    if not folder.is_dir():
        raise LexiconError(f"lexicons {quoted(entry.name)} ({entry.value}): {folder} is not a folder")
    return str(folder.resolve())


@functools.lru_cache(maxsize=8)
def _checked(choice: Choice) -> None:
    with using(choice):
        for folder in choice:
            try:
                problems = check_lexicons(folder, extends=True)
            except ValueError as error:
                raise LexiconError(str(error)) from None
            if problems:
                raise LexiconError(f"{folder}: {len(problems)} values are not allowed", problems)

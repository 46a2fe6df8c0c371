"""A long run that writes Parquet tables in parts and can be continued where it stopped.

The inputs are cut into parts of :data:`PART` letters in input order; a part's tables become
``TABLE/part-00000.parquet`` (error records: ``errors/``) and then, last, ``_parts/part-00000.json``
says that the part is complete, with the size of each of its files.  A run that is killed leaves only complete
files; with ``resume`` the complete parts are skipped and all others are written again, so the
output is that of a run without a break.  The manifest (:mod:`imrnlp.run.manifest`) holds what the run was asked
to do, so that another run cannot be mixed into it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from imrnlp.export.frames import rows
from imrnlp.export.parquet import write_table
from imrnlp.export.tables import TABLES
from imrnlp.record import Letter
from imrnlp.run.local import DEFAULTS, Input, Options, records
from imrnlp.run.manifest import FOLDER_MANIFEST, Lock, Manifest, RunError, asked, write_whole
from imrnlp.run.pool import At, Pool

__all__ = ["Done", "RunError", "RunPart", "write_dataset"]

#: Letters a part.
PART = 1000

PARTS = "_parts"
_ERRORS = "errors"


@dataclass(slots=True)
class RunPart:
    """One part: its number and its inputs."""

    number: int
    inputs: list[Input]

    @property
    def name(self) -> str:
        return f"part-{self.number:05d}"


@dataclass(slots=True)
class Done:
    """The result of a part: the number of letters, how many of them are error records, and their messages."""

    number: int
    letters: int
    errors: list[str]
    skipped: bool = False


def write_dataset(
    inputs: list[Input],
    folder: Path,
    *,
    jobs: int = 1,
    options: Options = DEFAULTS,
    resume: bool = False,
    force: bool = False,
    part_size: int = PART,
) -> Iterator[Done]:
    """Writes the tables of many letters into ``folder``; yields one :class:`Done` a part, in order.

    Raises :class:`RunError` when the folder holds another run (or one, and neither ``resume`` nor ``force``
    is given), and ``OSError`` when a part cannot be written; the complete parts stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder)
    try:
        manifest = Manifest.of(folder, folder=True)
        manifest.claim(
            asked(inputs, options, "parquet", part_size=part_size),
            resume=resume,
            force=force,
            occupied=any(folder.iterdir()),
            clear=lambda: _clear(folder),
        )
        _sweep(folder)
        letters = errors = 0
        for done in _parts(inputs, folder, jobs, options, part_size):
            letters, errors = letters + done.letters, errors + len(done.errors)
            yield done
        manifest.finish(letters=letters, errors=errors)
    finally:
        lock.release()


def _parts(inputs: list[Input], folder: Path, jobs: int, options: Options, part_size: int) -> Iterator[Done]:
    parts = [RunPart(i, inputs[at : at + part_size]) for i, at in enumerate(range(0, len(inputs), part_size))]
    finished = {part.number: done for part in parts if (done := _finished(folder, part)) is not None}
    work = partial(_write_part, folder=folder, options=options)
    pool: Pool[RunPart, Done] = Pool(work, jobs, timeout=options.timeout)
    results = pool.map(part for part in parts if part.number not in finished)
    for part in parts:
        yield finished[part.number] if part.number in finished else next(results)


def _clear(folder: Path) -> None:
    """Removes only what a former run wrote."""
    (folder / FOLDER_MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for table in (*TABLES, _ERRORS):
        for file in (folder / table).glob("part-*.parquet"):
            file.unlink()


def _sweep(folder: Path) -> None:
    """Takes away the unfinished files that a killed run left."""
    for table in (*TABLES, _ERRORS, PARTS):
        for file in (folder / table).glob(".part-*"):
            file.unlink(missing_ok=True)


def _finished(folder: Path, part: RunPart) -> Done | None:
    """What a whole part gave; ``None`` for one that is not whole, or whose files are not all there any more."""
    file = folder / PARTS / f"{part.name}.json"
    try:
        done = json.loads(file.read_text(encoding="utf-8"))
        sizes = {folder / name: size for name, size in done["files"].items()}
        if any(path.stat().st_size != size for path, size in sizes.items()):
            return None
        return Done(part.number, done["letters"], done["errors"], skipped=True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _write_part(part: RunPart, given_up: Mapping[int, str], at: At, folder: Path, options: Options) -> Done:
    return _write_letters(part, list(records(part.inputs, options, given_up, at)), folder)


def _write_letters(part: RunPart, letters: list[Letter], folder: Path) -> Done:
    errors = [letter for letter in letters if letter.error]
    tables = {**rows(letters), _ERRORS: rows(errors)["letters"]}
    files = {}
    for name, table in tables.items():
        file = f"{name}/{part.name}.parquet"
        write_table("letters" if name == _ERRORS else name, table, folder / file)
        files[file] = (folder / file).stat().st_size
    done = Done(part.number, len(letters), [letter.error or "" for letter in errors])
    write_whole(
        folder / PARTS / f"{part.name}.json", {"letters": done.letters, "errors": done.errors, "files": files}
    )
    return done

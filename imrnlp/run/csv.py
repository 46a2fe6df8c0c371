"""A run that writes CSV tables to a folder and can be continued where it stopped.

One file a table grows as the letters are read, so that no table is held in memory.  Every :data:`STEP` letters
``_progress.json`` says how many letters are in the files and how long each file is; a run that is continued cuts the files to that length first.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

from imrnlp.export.frames import rows
from imrnlp.export.tables import TABLES
from imrnlp.export.writers import csv_header, csv_rows
from imrnlp.run.dataset import Done
from imrnlp.run.local import DEFAULTS, Input, Options, chunks, records
from imrnlp.run.manifest import FOLDER_MANIFEST, Lock, Manifest, RunError, asked, write_whole
from imrnlp.run.pool import At, Pool

PROGRESS = "_progress.json"

#: Letters from one note of progress to the next.
STEP = 1000


@dataclass(slots=True)
class _Chunk:
    """Some letters' rows as CSV text, by table."""

    letters: int
    errors: list[str]
    texts: dict[str, str]


def _chunk(inputs: list[Input], given_up: Mapping[int, str], at: At, options: Options) -> _Chunk:
    letters = list(records(inputs, options, given_up, at))
    texts = {name: csv_rows(name, table) for name, table in rows(letters).items()}
    return _Chunk(len(letters), [letter.error for letter in letters if letter.error], texts)


@dataclass(slots=True)
class _Progress:
    letters: int = 0
    errors: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


def write_csv(
    inputs: list[Input],
    folder: Path,
    *,
    jobs: int = 1,
    options: Options = DEFAULTS,
    resume: bool = False,
    force: bool = False,
) -> Iterator[Done]:
    """Writes the tables of many letters into ``folder``; yields one :class:`Done` every few letters.

    Raises :class:`RunError` when the folder holds another run (or one, and neither ``resume`` nor ``force`` is
    given) or a table was changed since, and ``OSError`` when a table cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = Lock(folder)
    try:
        manifest = Manifest.of(folder, folder=True)
        continued = manifest.claim(
            asked(inputs, options, "csv"),
            resume=resume,
            force=force,
            occupied=any(folder.iterdir()),
            clear=lambda: _clear(folder),
        )
        progress = _begun(folder) if continued else _Progress()
        if progress.letters:
            yield Done(0, progress.letters, progress.errors, skipped=True)
        yield from _write(inputs, folder, jobs, options, progress)
        manifest.finish(letters=progress.letters, errors=len(progress.errors))
    finally:
        lock.release()


def _clear(folder: Path) -> None:
    for name in (FOLDER_MANIFEST, PROGRESS, *(f"{table}.csv" for table in TABLES)):
        (folder / name).unlink(missing_ok=True)


def _begun(folder: Path) -> _Progress:
    """How far the run came; the tables are cut to that."""
    file = folder / PROGRESS
    try:
        progress = _Progress(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return _Progress()
    except (ValueError, TypeError):
        raise RunError(f"{file} is damaged: start over with --force, or name another folder") from None
    for table, size in progress.sizes.items():
        path = folder / f"{table}.csv"
        there = path.stat().st_size if path.exists() else 0
        if there < size:
            raise RunError(
                f"{path} has {there:,} bytes of {size:,} that were written: the table was changed or deleted; "
                "start over with --force, or name another folder"
            )
        os.truncate(path, size)
    return progress


def _write(
    inputs: list[Input], folder: Path, jobs: int, options: Options, progress: _Progress
) -> Iterator[Done]:
    pool: Pool[list[Input], _Chunk] = Pool(partial(_chunk, options=options), jobs, timeout=options.timeout)
    files: dict[str, IO[str]] = {}
    try:
        for table in TABLES:
            path = folder / f"{table}.csv"
            files[table] = path.open("a" if progress.letters else "w", encoding="utf-8", newline="")
            if not progress.letters:
                files[table].write(csv_header(table))
        noted = progress.letters
        for chunk in pool.map(chunks(islice(inputs, progress.letters, None))):
            for table, text in chunk.texts.items():
                files[table].write(text)
            progress.letters += chunk.letters
            progress.errors += chunk.errors
            if progress.letters - noted >= STEP:
                _note(folder, files, progress)
                noted = progress.letters
            yield Done(progress.letters, chunk.letters, chunk.errors)
        _note(folder, files, progress)
    finally:
        for stream in files.values():
            stream.close()


def _note(folder: Path, files: dict[str, IO[str]], progress: _Progress) -> None:
    for table, stream in files.items():
        stream.flush()
        progress.sizes[table] = stream.buffer.tell()  # type: ignore[attr-defined]
    write_whole(
        folder / PROGRESS, {"letters": progress.letters, "errors": progress.errors, "sizes": progress.sizes}
    )

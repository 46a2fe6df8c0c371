"""A long run: Parquet tables written in parts, continued where it stopped.

The inputs are cut into parts of :data:`PART` letters in input order; a part's tables become
``TABLE/part-00000.parquet`` (error records: ``errors/``) and then, last, ``_parts/part-00000.json``
says that the part is whole.  A run that is killed leaves only whole files; with ``resume`` the parts
that are said to be whole are skipped and every other one is written again, so the output is that of
an unbroken run.  ``_run.json`` holds what the run was asked to do, so that another run cannot be
mixed into it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from imrnlp import __version__
from imrnlp.export.frames import rows
from imrnlp.export.parquet import write_table
from imrnlp.record import SCHEMA_VERSION, Letter
from imrnlp.run.local import Input, lost_record, name_of, read_records
from imrnlp.run.pool import Pool

#: Letters a part.
PART = 1000

RUN_FILE = "_run.json"
PARTS = "_parts"


class RunError(Exception):
    """A run that cannot be begun or continued; the message says why and what to do."""


@dataclass(slots=True)
class Part:
    """One part: its number and its inputs."""

    number: int
    inputs: list[Input]

    @property
    def name(self) -> str:
        return f"part-{self.number:05d}"


@dataclass(slots=True)
class Done:
    """What a part gave: letters in all and error records among them, with their messages."""

    number: int
    letters: int
    errors: list[str]
    skipped: bool = False


def write_dataset(
    inputs: list[Input],
    folder: Path,
    *,
    jobs: int = 1,
    pipeline: str | None = None,
    resume: bool = False,
    part_size: int = PART,
) -> Iterator[Done]:
    """Writes the tables of many letters into ``folder``; yields one :class:`Done` a part, in order.

    Raises :class:`RunError` when the folder holds another run (or one, and ``resume`` is false), and
    ``OSError`` when a part cannot be written: what is whole stays whole.
    """
    _claim(inputs, folder, pipeline, resume, part_size)
    parts = [Part(i, inputs[at : at + part_size]) for i, at in enumerate(range(0, len(inputs), part_size))]
    finished = {part.number: done for part in parts if (done := _finished(folder, part)) is not None}
    pool: Pool[Part, Done] = Pool(
        partial(_write_part, folder=folder, pipeline=pipeline),
        jobs,
        split=lambda part: [part],
        join=lambda results: results[0],
        lost=partial(_write_by_single_letters, folder=folder, pipeline=pipeline),
    )
    results = pool.map(part for part in parts if part.number not in finished)
    for part in parts:
        yield finished[part.number] if part.number in finished else next(results)


def _claim(inputs: list[Input], folder: Path, pipeline: str | None, resume: bool, part_size: int) -> None:
    digest = hashlib.sha256()
    for one in inputs:
        digest.update(f"{name_of(one)}\n".encode())
    asked = {
        "imrnlp": __version__,
        "schema_version": SCHEMA_VERSION,
        "pipeline": pipeline or "rules",
        "inputs": len(inputs),
        "inputs_sha256": digest.hexdigest(),
        "part_size": part_size,
    }
    run_file = folder / RUN_FILE
    if run_file.exists():
        begun = json.loads(run_file.read_text(encoding="utf-8"))
        if not resume:
            raise RunError(f"{folder} already holds a run: continue it with --resume, or name another folder")
        different = [k for k in asked if begun.get(k) != asked[k]]
        if different:
            raise RunError(
                f"{folder} holds another run (different: {', '.join(different)}): name another folder"
            )
    elif folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder} is not empty and holds no run of imrnlp: name another folder")
    else:
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(run_file, asked)


def _write_whole(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    os.replace(unfinished, path)


def _finished(folder: Path, part: Part) -> Done | None:
    file = folder / PARTS / f"{part.name}.json"
    if not file.exists():
        return None
    done = json.loads(file.read_text(encoding="utf-8"))
    return Done(part.number, done["letters"], done["errors"], skipped=True)


def _write_part(part: Part, folder: Path, pipeline: str | None) -> Done:
    return _write_letters(part, read_records(part.inputs, pipeline), folder)


def _write_letters(part: Part, letters: list[Letter], folder: Path) -> Done:
    errors = [letter for letter in letters if letter.error]
    for name, table in rows(letters).items():
        write_table(name, table, folder / name / f"{part.name}.parquet")
    write_table("letters", rows(errors)["letters"], folder / "errors" / f"{part.name}.parquet")
    done = Done(part.number, len(letters), [letter.error or "" for letter in errors])
    _write_whole(folder / PARTS / f"{part.name}.json", {"letters": done.letters, "errors": done.errors})
    return done


def _write_by_single_letters(part: Part, folder: Path, pipeline: str | None) -> Done:
    """A part on which its process died: each letter in a process of its own."""
    single: Pool[list[Input], list[Letter]] = Pool(
        partial(read_records, pipeline=pipeline),
        2,
        split=lambda task: [task],
        join=lambda results: results[0],
        lost=lambda task: [lost_record(one) for one in task],
    )
    return _write_letters(
        part, [letter for found in single.map([[i] for i in part.inputs]) for letter in found], folder
    )

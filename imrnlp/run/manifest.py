"""Keeps, beside the results of a run, what the run was asked to do, so that two runs are never mixed.

A run's place is a folder of tables or a file of JSON lines.  It is locked during the run; the manifest
(``_run.json`` in the folder, ``NAME.run.json`` beside the file) holds the inputs' digest, the pipeline, the versions
and, at the end, that the run is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from imrnlp.read.archive import Member
from imrnlp.read.document import Document
from imrnlp.read.table import TableRow
from imrnlp.record import SCHEMA_VERSION, Letter
from imrnlp.run.local import Content, Input, Options, Renamed, name_of
from imrnlp.version import __version__

FOLDER_MANIFEST = "_run.json"
FILE_MANIFEST = ".run.json"

#: What must be equal for a run to be continued, with the words for it.
_SAME = {
    "imrnlp": "version of imrnlp",
    "schema_version": "record version",
    "format": "format",
    "pipeline": "pipeline",
    "pipeline_sha256": "the pipeline's configuration",
    "text": "--no-text",
    "inputs": "number of inputs",
    "inputs_sha256": "inputs",
    "part_size": "letters a part",
}


class RunError(Exception):
    """A run that cannot be begun or continued; the message says why and what to do."""


def asked(inputs: list[Input], options: Options, form: str, **others: Any) -> dict[str, Any]:
    """What a run is asked to do, as its manifest says it."""
    pipeline = options.pipeline or "rules"
    return {
        "imrnlp": __version__,
        "schema_version": SCHEMA_VERSION,
        "format": form,
        "pipeline": pipeline,
        "pipeline_sha256": _pipeline_digest(pipeline),
        "text": options.text,
        "inputs": len(inputs),
        "inputs_sha256": _inputs_digest(inputs),
        **others,
    }


def _inputs_digest(inputs: Iterable[Input]) -> str:
    """Of the inputs' names and sizes, of the texts of rows, and of archives' sizes."""
    digest = hashlib.sha256()
    sizes: dict[str, int | None] = {}
    for one in inputs:
        inner = one.one if isinstance(one, Renamed) else one
        stated: int | str | None
        if isinstance(inner, Letter):
            stated = inner.error
        elif isinstance(inner, Document):
            stated = inner.source.sha256
        elif isinstance(inner, TableRow):
            stated = inner.digest.hex()
        elif isinstance(inner, Content):
            stated = hashlib.sha256(inner.content).hexdigest()
        elif isinstance(inner, Member):
            if inner.archive not in sizes:
                sizes[inner.archive] = _size(inner.archive)
            stated = sizes[inner.archive]
        else:
            stated = _size(os.fspath(inner))
        digest.update(f"{name_of(one)}\t{stated}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except OSError:
        return None


def _pipeline_digest(name: str) -> str:
    """Of the pipeline's configuration, and of a saved pipeline's files by name and size."""
    from imrnlp.pipeline import models_folder

    digest = hashlib.sha256()
    config = models_folder() / f"{name}.cfg"
    if config.is_file():
        digest.update(config.read_bytes())
    elif Path(name).is_dir():
        for file in sorted(p for p in Path(name).rglob("*") if p.is_file()):
            digest.update(f"{file.relative_to(name)}\t{file.stat().st_size}\n".encode())
            if file.suffix in (".cfg", ".json"):
                digest.update(file.read_bytes())
    elif Path(name).is_file():
        digest.update(Path(name).read_bytes())
    if not config.is_file() and Path(name).exists():
        for folder in _lexicons(name):
            for file in sorted(p for p in Path(folder).iterdir() if p.is_file()):
                digest.update(f"{file.name}\t".encode() + file.read_bytes())
    return digest.hexdigest()


def _lexicons(pipeline: str) -> tuple[str, ...]:
    """The folders that add to the lexicons of a pipeline of one's own."""
    from imrnlp.components.base import Stage
    from imrnlp.pipeline import shared

    stages = [component for _, component in shared(pipeline).pipeline if isinstance(component, Stage)]
    return tuple(folder for stage in stages for folder in stage.lexicons)


class Manifest:
    """The manifest of one place.

    >>> Manifest.of(Path("records.jsonl")).file.name
    'records.jsonl.run.json'
    """

    def __init__(self, place: Path, file: Path):
        self.place, self.file = place, file
        self.content: dict[str, Any] = {}

    @classmethod
    def of(cls, place: Path, folder: bool = False) -> Manifest:
        return cls(place, place / FOLDER_MANIFEST if folder else place.with_name(place.name + FILE_MANIFEST))

    def claim(
        self,
        wanted: dict[str, Any],
        *,
        resume: bool,
        force: bool,
        occupied: bool,
        clear: Callable[[], None],
    ) -> bool:
        """Reserves the place for the run ``wanted``; returns whether a former run is continued.

        ``occupied`` says that the place holds files; ``clear`` removes the output of a former run.  Raises
        :class:`RunError` for another run's place, and for one that is ``occupied`` without a run's manifest.
        """
        begun = None if force else self._begun()
        if begun is not None:
            self._check(begun, wanted, resume)
            self.content = begun
            return True
        if occupied and not force:
            raise RunError(
                f"{self.place} is not empty, and no manifest of a run is there ({self.file.name}): "
                "name another place, or overwrite with --force"
            )
        if force:
            clear()
        self.content = {**wanted, "finished": False}
        write_whole(self.file, self.content)
        return False

    def _begun(self) -> dict[str, Any] | None:
        try:
            begun = json.loads(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (ValueError, OSError) as error:
            begun = error
        if not isinstance(begun, dict):
            raise RunError(
                f"{self.file} is damaged: it does not say what was run here; "
                "name another place, or start over with --force"
            )
        return begun

    def _check(self, begun: dict[str, Any], wanted: dict[str, Any], resume: bool) -> None:
        if not resume:
            raise RunError(
                f"{self.place} already holds a run: continue it with --resume, overwrite it with --force, "
                "or name another place"
            )
        different = [_difference(k, begun.get(k), wanted[k]) for k in wanted if begun.get(k) != wanted[k]]
        if different:
            raise RunError(
                f"{self.place} holds another run (different: {', '.join(different)}): name another place, "
                "or overwrite it with --force"
            )

    def finish(self, **counts: int) -> None:
        """Records that the run is complete."""
        self.content = {**self.content, "finished": True, **counts}
        write_whole(self.file, self.content)


def _difference(key: str, before: Any, now: Any) -> str:
    words = _SAME.get(key, key)
    return words if key.endswith("sha256") else f"{words}: {before} there, {now} now"


def write_whole(path: Path, content: Any) -> None:
    """Writes JSON under another name and then renames it, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


class Lock:
    """Keeps a second run out of a place, by a lock on the open file or folder itself: it is released when the process ends."""

    def __init__(self, place: Path):
        self._place = place
        self._file = os.open(place, os.O_RDONLY)
        try:
            self._lock()
        except BaseException:
            os.close(self._file)
            raise

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # no POSIX system
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                f"{self._place}: another run is writing there: wait for it, or name another place"
            ) from None
        except OSError:  # a file system without locks
            return

    def release(self) -> None:
        os.close(self._file)

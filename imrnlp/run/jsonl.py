"""A run that writes JSON lines to a file and can be continued where it stopped.

The file grows a record at a time.  To continue it, an incomplete last line is dropped, each complete line
is checked to be the record of its input, and the rest is added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from imrnlp.run.dataset import Done
from imrnlp.run.local import DEFAULTS, Input, Options, id_of, map_lines
from imrnlp.run.manifest import Lock, Manifest, RunError, asked
from imrnlp.text.strings import quoted

_ID = re.compile(rb'\{"schema_version":"[^"]*+","letter_id":("(?:[^"\\]|\\.)*+")')


def write_lines(
    inputs: list[Input],
    file: Path,
    *,
    jobs: int = 1,
    options: Options = DEFAULTS,
    resume: bool = False,
    force: bool = False,
) -> Iterator[Done]:
    """Writes the records of ``inputs`` to ``file``; yields one :class:`Done` a record (or for all kept ones).

    Raises :class:`RunError` when the file holds another run's records (or some, and neither ``resume`` nor
    ``force`` is given), and ``OSError`` when it cannot be written.
    """
    if file.exists() and not file.is_file():  # a pipe or a device keeps nothing to continue
        with file.open("w", encoding="utf-8") as stream:
            for number, (line, error) in enumerate(map_lines(inputs, jobs, options)):
                stream.write(line + "\n")
                yield Done(number, 1, [error] if error else [])
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    made = not file.exists()
    file.open("ab").close()
    lock = Lock(file)
    try:
        manifest = Manifest.of(file)
        try:
            continued = manifest.claim(
                asked(inputs, options, "jsonl"),
                resume=resume,
                force=force,
                occupied=file.stat().st_size > 0,
                clear=lambda: file.open("wb").close(),
            )
        except RunError:
            if made:
                file.unlink()
            raise
        kept = _kept(file, inputs) if continued else Done(0, 0, [], skipped=True)
        if kept.letters:
            yield kept
        letters, errors = kept.letters, len(kept.errors)
        with file.open("a", encoding="utf-8") as stream:
            for line, error in map_lines(inputs[letters:], jobs, options):
                stream.write(line + "\n")
                letters, errors = letters + 1, errors + bool(error)
                yield Done(letters, 1, [error] if error else [])
        manifest.finish(letters=letters, errors=errors)
    finally:
        lock.release()


def _kept(file: Path, inputs: list[Input]) -> Done:
    """What the whole lines hold; what stands behind them is cut off."""
    kept = Done(0, 0, [], skipped=True)
    whole = 0
    with file.open("rb+") as stream:
        for line in stream:
            if not line.endswith(b"}\n"):
                break
            if kept.letters == len(inputs):
                raise RunError(f"{file} has more lines than the run has inputs: it was changed; {_ANEW}")
            expected = id_of(inputs[kept.letters])
            if expected and (found := _id(line)) != expected:
                raise RunError(
                    f"{file}: line {kept.letters + 1} is the record of {quoted(str(found))}, "
                    f"where the run has {quoted(expected)}: the file was changed; {_ANEW}"
                )
            whole += len(line)
            kept.letters += 1
            if not line.endswith(b'"error":null}\n') and (error := json.loads(line).get("error")):
                kept.errors.append(error)
        stream.truncate(whole)
    return kept


_ANEW = "start over with --force, or name another file"


def _id(line: bytes) -> object:
    try:
        head = _ID.match(line)
        return json.loads(head[1] if head else line) if head else json.loads(line).get("letter_id")
    except (ValueError, AttributeError):
        return None

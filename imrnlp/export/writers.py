"""Writes records as JSON lines, CSV tables or Parquet tables."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from imrnlp.export.frames import to_frames
from imrnlp.record import Letter


def write_jsonl(letters: Iterable[Letter], output: Path | None) -> None:
    """One record a line, to ``output`` or to standard output."""
    stream = output.open("w", encoding="utf-8") if output else sys.stdout
    try:
        for letter in letters:
            stream.write(letter.model_dump_json() + "\n")
    finally:
        if output:
            stream.close()


def write_csv(letters: Iterable[Letter], output: Path) -> None:
    """One CSV file a table into the folder ``output``; list cells as JSON."""
    output.mkdir(parents=True, exist_ok=True)
    for name, frame in to_frames(letters).items():
        for column in frame.columns:
            if frame[column].map(lambda v: isinstance(v, list)).any():
                frame[column] = frame[column].map(lambda v: json.dumps(v) if isinstance(v, list) else v)
        frame.to_csv(output / f"{name}.csv", index=False)


def write_parquet(letters: Iterable[Letter], output: Path) -> None:
    """One Parquet file a table into the folder ``output``."""
    output.mkdir(parents=True, exist_ok=True)
    for name, frame in to_frames(letters).items():
        frame.to_parquet(output / f"{name}.parquet", index=False)


WRITERS: dict[str, Callable[..., None]] = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}

"""Writes records as JSON lines or as CSV tables (Parquet: :mod:`imrnlp.run.dataset`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from imrnlp.export.frames import to_frames
from imrnlp.record import Letter


class JsonLines:
    """One record a line, to ``file`` or to standard output.

    With ``resume`` the whole lines that ``file`` already holds are kept (``already`` counts them), a
    line cut short by a kill is dropped, and writing goes on behind them.
    """

    def __init__(self, file: Path | None, *, resume: bool = False):
        self.file = file
        self.already = 0
        self._resume = resume
        self._stream: IO[str] = sys.stdout

    def __enter__(self) -> JsonLines:
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            if self._resume and self.file.exists():
                self._keep_whole_lines(self.file)
            self._stream = self.file.open("a" if self._resume else "w", encoding="utf-8")
        return self

    def _keep_whole_lines(self, file: Path) -> None:
        whole = 0
        with file.open("rb+") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    whole += len(line)
                    self.already += 1
            stream.truncate(whole)

    def write(self, line: str) -> None:
        self._stream.write(line + "\n")

    def __exit__(self, *exception: object) -> None:
        if self.file is None:
            self._stream.flush()
        else:
            self._stream.close()


def write_csv(letters: Iterable[Letter], folder: Path) -> None:
    """One CSV file a table into ``folder``; list cells as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in to_frames(letters).items():
        for column in frame.columns:
            if frame[column].map(lambda value: isinstance(value, list)).any():
                frame[column] = frame[column].map(
                    lambda value: json.dumps(value) if isinstance(value, list) else value
                )
        frame.to_csv(folder / f"{name}.csv", index=False)

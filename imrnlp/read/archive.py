"""Reads the letters in a zip archive one at a time; nothing is unpacked to disk."""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO

from imrnlp.read.document import MAX_BYTES, Document, ReadError, printable
from imrnlp.read.files import READABLE, Opened
from imrnlp.text.strings import described, quoted

#: A member may unpack to at most this many times its packed size; text packs to a fifth, a bomb to a thousandth.
MAX_RATIO = 200
#: Characters of a member's name; a zip file can hold 65,535.
MAX_NAME = 1000
#: Below this size the ratio says nothing.
_SMALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """One letter of an archive.  It is not read before its text is needed.

    ``index`` is its place in the archive's directory, which may hold the same name twice.
    """

    archive: str
    name: str
    index: int | None = None

    def __str__(self) -> str:
        return f"{printable(self.archive)}/{self.name}"

    @property
    def letter_id(self) -> str:
        return PurePosixPath(self.name).stem


def members(archive: str) -> list[Member]:
    """The letters of an archive by their names, in its order.

    Raises :class:`ReadError` for a file that is not a zip archive, or that holds no letter.
    """
    if not Path(archive).is_file():
        raise ReadError(f"{printable(archive)}: not a regular file, as an archive must be")
    try:
        with zipfile.ZipFile(archive) as packed:
            infos = packed.infolist()
            names = [info.filename for info in infos]
            overlap = _overlapping(infos, packed.start_dir)
    except Exception as error:  # a damaged directory raises UnicodeDecodeError, struct.error and others
        raise ReadError(f"{printable(archive)}: not a readable zip archive ({described(error)})") from error
    if overlap:
        raise ReadError(f"{printable(archive)}: members of the archive overlap, as in a zip bomb")
    found = [Member(archive, name, index) for index, name in enumerate(names) if _is_letter(name)]
    if not found:
        raise ReadError(f"{printable(archive)}: the archive holds no letter ({', '.join(sorted(READABLE))})")
    return found


def _overlapping(infos: list[zipfile.ZipInfo], end: int) -> bool:
    """Whether two members share bytes: so a small archive holds a large one many times over."""
    places = sorted((info.header_offset, info.compress_size) for info in infos)
    starts = [start for start, _ in places[1:]] + [end]
    # A member's own header has 30 bytes at least.
    return any(start + 30 + size > following for (start, size), following in zip(places, starts, strict=True))


def _is_letter(name: str) -> bool:
    if name.endswith("/"):
        return False
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in (*READABLE, ".zip")


@lru_cache(maxsize=2)
def _opened(archive: str, size: int, changed: int, process: int) -> zipfile.ZipFile:
    """An archive, kept open: its whole directory is read at each opening.

    ``process`` keeps a forked process from moving the file position of the one that it came from.
    """
    del size, changed, process
    return zipfile.ZipFile(archive)


def read_member(member: Member) -> Document:
    """The member's document.  Raises :class:`ReadError` naming archive, member and reason."""
    return open_member(member).document()


def open_member(member: Member) -> Opened:
    """Begins to read a member.  Raises :class:`ReadError` naming archive, member and reason.

    A name that leads out of the archive's own folder, an archive within the archive, and a member that
    unpacks to more than a letter may have, or to :data:`MAX_RATIO` times its packed size, are refused.
    """
    if len(member.name) > MAX_NAME:
        raise ReadError(
            f"{printable(member.archive)}: the name of a member cannot be a file's name: {quoted(member.name)}"
        )
    path = PurePosixPath(member.name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise ReadError(f"{member}: the member's name leads out of the archive")
    if path.suffix.lower() == ".zip":
        raise ReadError(f"{member}: an archive within the archive is not read: unpack it first")
    try:
        state = os.stat(member.archive)
        packed = _opened(member.archive, state.st_size, state.st_mtime_ns, os.getpid())
        info = packed.getinfo(member.name) if member.index is None else packed.infolist()[member.index]
        _check(info, member)
        with packed.open(info) as part:
            content = _unpacked(part)
    except ReadError:
        raise
    except Exception as error:  # zipfile's errors, zlib's and lzma's have no common base
        raise ReadError(f"{member}: damaged in the archive ({described(error)})") from error
    if len(content) > MAX_BYTES:
        raise ReadError(f"{member}: unpacks to more than the {MAX_BYTES:,} bytes that a letter may have")
    return Opened(content, str(member), member.letter_id)


def _unpacked(part: IO[bytes]) -> bytes:
    # The size that the archive states may be a lie; no more is unpacked than a letter may have.
    pieces, length = [], 0
    while length <= MAX_BYTES and (piece := part.read(1 << 20)):
        pieces.append(piece)
        length += len(piece)
    return b"".join(pieces)


def _check(info: zipfile.ZipInfo, member: Member) -> None:
    if info.flag_bits & 0x1:
        raise ReadError(f"{member}: the member is encrypted")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # The others' libraries unpack a block at once, whatever its size.
        raise ReadError(f"{member}: packed by another method than deflate: unpack it, or pack it again")
    if info.file_size > MAX_BYTES:
        raise ReadError(
            f"{member}: unpacks to {info.file_size:,} bytes, more than the {MAX_BYTES:,} that a letter may have"
        )
    if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
        raise ReadError(
            f"{member}: unpacks to more than {MAX_RATIO} times its packed size, which no letter does"
        )


def is_archive(path: Path) -> bool:
    """Whether a path names an archive."""
    return path.suffix.lower() == ".zip"

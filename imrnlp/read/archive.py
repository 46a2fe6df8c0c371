"""Letters in a zip archive, read one at a time where they lie; nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from imrnlp.read.files import MAX_BYTES, READABLE, Document, ReadError, read_bytes


@dataclass(frozen=True, slots=True)
class Member:
    """One letter of an archive; as an input it is read where and when it is needed."""

    archive: str
    name: str

    def __str__(self) -> str:
        return f"{self.archive}/{self.name}"

    @property
    def letter_id(self) -> str:
        return PurePosixPath(self.name).stem


def members(archive: str) -> list[Member]:
    """The letters of an archive by their names, in its order.

    Raises :class:`ReadError` for a file that is no zip archive or holds no letter.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            names = [info.filename for info in packed.infolist() if not info.is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        raise ReadError(f"{archive}: not a readable zip archive ({error})") from error
    found = [Member(archive, name) for name in names if _is_letter(name)]
    if not found:
        raise ReadError(f"{archive}: the archive holds no letter ({', '.join(sorted(READABLE))})")
    return found


def _is_letter(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in (*READABLE, ".zip")


def read_member(member: Member) -> Document:
    """The member's document.  Raises :class:`ReadError` naming archive, member and reason.

    A name that leads out of the archive's own folder, an archive within the archive, and a member that
    unpacks to more than a letter may have are refused.
    """
    path = PurePosixPath(member.name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise ReadError(f"{member}: the member's name leads out of the archive")
    if path.suffix.lower() == ".zip":
        raise ReadError(f"{member}: an archive within the archive is not read: unpack it first")
    try:
        with zipfile.ZipFile(member.archive) as packed:
            info = packed.getinfo(member.name)
            if info.flag_bits & 0x1:
                raise ReadError(f"{member}: the member is encrypted")
            with packed.open(info) as part:
                # The size that the archive states may be a lie; no more is unpacked than a letter may have.
                content = part.read(MAX_BYTES + 1)
    except (
        OSError,
        KeyError,
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise ReadError(f"{member}: not readable in the archive ({error})") from error
    except Exception as error:  # zlib.error and lzma.LZMAError have no common base
        raise ReadError(f"{member}: damaged in the archive ({error})") from error
    if len(content) > MAX_BYTES:
        raise ReadError(f"{member}: unpacks to more than the {MAX_BYTES:,} bytes that a letter may have")
    return read_bytes(content, str(member), member.letter_id)


def is_archive(path: Path) -> bool:
    """Whether a path names an archive."""
    return path.suffix.lower() == ".zip"

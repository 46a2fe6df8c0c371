"""imrnlp: structured records from Independent Medical Review determination letters.

>>> import imrnlp
>>> imrnlp.parse_request("Norco 10/325mg #120 with 2 refills").refills
2
"""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

from imrnlp import showing
from imrnlp.text.strings import quoted
from imrnlp.version import __version__

# Where each public name lives; a module is imported when its name is first used, so that
# `import imrnlp` costs nothing.
_PUBLIC = {
    "load": "imrnlp.pipeline",
    "extract": "imrnlp.extraction",
    "extract_text": "imrnlp.extraction",
    "extract_many": "imrnlp.run.many",
    "read_text": "imrnlp.read.files",
    "ReadError": "imrnlp.read.files",
    "to_frames": "imrnlp.export.frames",
    "displacy_options": "imrnlp.export.colours",
    "read_frames": "imrnlp.export.frames",
    "TABLES": "imrnlp.export.tables",
    "rates": "imrnlp.study.rates",
    "FIELDS": "imrnlp.study.fields",
    "similar": "imrnlp.study.similar",
    "parse_request": "imrnlp.assemble.request",
    "parse_guidelines": "imrnlp.tag.guidelines",
    "Letter": "imrnlp.record",
    "Determination": "imrnlp.record",
    "GuidelineReference": "imrnlp.record",
}
__all__ = [
    "FIELDS",
    "TABLES",
    "Determination",
    "GuidelineReference",
    "Letter",
    "ReadError",
    "__version__",
    "displacy_options",
    "extract",
    "extract_many",
    "extract_text",
    "load",
    "parse_guidelines",
    "parse_request",
    "rates",
    "read_frames",
    "read_text",
    "similar",
    "to_frames",
]

#: A name of an older version -> today's; the old one works for a minor version more (docs/extending.md).
_RENAMED: dict[str, str] = {}

if TYPE_CHECKING:
    from imrnlp.assemble.request import parse_request
    from imrnlp.export.colours import displacy_options
    from imrnlp.export.frames import read_frames, to_frames
    from imrnlp.export.tables import TABLES
    from imrnlp.extraction import extract, extract_text
    from imrnlp.pipeline import load
    from imrnlp.read.document import ReadError
    from imrnlp.read.files import read_text
    from imrnlp.record import Determination, GuidelineReference, Letter
    from imrnlp.run.many import extract_many
    from imrnlp.study.fields import FIELDS
    from imrnlp.study.rates import rates
    from imrnlp.study.similar import similar
    from imrnlp.tag.guidelines import parse_guidelines


def _letter_as_html(letter: Any) -> str:
    from imrnlp.export.html import letter_table, notebook_frame

    return notebook_frame(letter, letter.letter_text) if letter.letter_text else letter_table(letter)


showing.letter_as_html = _letter_as_html


def __getattr__(name: str) -> Any:
    if name in _RENAMED:
        today = _RENAMED[name]
        message = f"imrnlp.{name} is called imrnlp.{today} now; the old name will go"
        warnings.warn(message, DeprecationWarning, stacklevel=2)
        return getattr(sys.modules[__name__], today)
    if name not in _PUBLIC:
        raise AttributeError(f"module 'imrnlp' has no attribute {quoted(name)}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

"""Recognises the text of page images with the program tesseract, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfBitmap, PdfDocument

#: Dots per inch of the page image: what tesseract is trained for.
RESOLUTION = 300
#: Seconds that one page may take.
SECONDS_A_PAGE = 60
#: Pages of one letter that are recognised.
MAX_IMAGES = 40


def _nothing(seconds: float) -> AbstractContextManager[None]:
    return nullcontext()


#: The context in which one page is recognised, which may take this many seconds; a process with limits lifts them there.
around: Callable[[float], AbstractContextManager[None]] = _nothing


def missing() -> str | None:
    """A message that says what to install before pages can be recognised, or ``None`` when nothing is missing."""
    return None if shutil.which("tesseract") else "install tesseract"


def page_text(pdf: PdfDocument, number: int) -> str:
    """The text of page ``number`` (from 0) of a pypdfium2 document; empty when nothing is recognised."""
    page = pdf[number]
    try:
        width, height = page.get_size()
        # A page of poster size is read at fewer dots, so that its image stays below some 40 MB.
        scale = min(RESOLUTION / 72, 6000 / max(width, height, 1))
        image = _portable_graymap(page.render(scale=scale, grayscale=True))
    finally:
        page.close()
    command = ["tesseract", "stdin", "stdout", "--dpi", str(round(72 * scale))]
    # Its own four threads wait for each other: five times as long on two cores.
    environment = {"OMP_THREAD_LIMIT": "1", **os.environ}
    with around(SECONDS_A_PAGE):
        try:
            done = subprocess.run(
                command, input=image, capture_output=True, env=environment, timeout=SECONDS_A_PAGE
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "replace").replace("\f", "")


def _portable_graymap(bitmap: PdfBitmap) -> bytes:
    """A page's image as tesseract reads it: a line of head, then a byte a dot."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    dots = bytes(bitmap.buffer)
    rows = [dots[i * stride : i * stride + width] for i in range(height)]
    return b"P5 %d %d 255\n" % (width, height) + b"".join(rows)

"""Text of page images by tesseract; needs the extra ``imrnlp[ocr]`` and the program itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

#: Dots per inch of the page image: what tesseract is trained for.
RESOLUTION = 300
#: Seconds that one page may take.
TIMEOUT = 60
#: Pages of one letter that are recognised.
MAX_PAGES = 40


def _nothing(seconds: float) -> AbstractContextManager[None]:
    return nullcontext()


#: What is around the recognition of one page, which may take so many seconds; a process with limits lifts them there.
around: Callable[[float], AbstractContextManager[None]] = _nothing


def missing() -> str | None:
    """What has to be installed before pages can be recognised, or ``None``."""
    try:
        import PIL
        import pytesseract  # noqa: F401
    except ImportError:
        return "install imrnlp[ocr] and tesseract"
    del PIL
    return None if shutil.which("tesseract") else "install tesseract"


def page_text(pdf: PdfDocument, number: int) -> str:
    """The text of page ``number`` (from 0) of a pypdfium2 document; empty where nothing is recognised."""
    import pytesseract

    page = pdf[number]
    try:
        width, height = page.get_size()
        # A page of poster size is read at fewer dots, so that its image stays below some 100 MB.
        scale = min(RESOLUTION / 72, 6000 / max(width, height, 1))
        image = page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()
    try:
        with around(TIMEOUT), _one_thread():
            return pytesseract.image_to_string(image, timeout=TIMEOUT).replace("\f", "")
    except (pytesseract.TesseractError, RuntimeError):
        return ""


@contextmanager
def _one_thread() -> Iterator[None]:
    """Holds tesseract to one thread: its own four wait for each other, five times as long on two cores."""
    before = os.environ.get("OMP_THREAD_LIMIT")
    os.environ["OMP_THREAD_LIMIT"] = before or "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_THREAD_LIMIT"]

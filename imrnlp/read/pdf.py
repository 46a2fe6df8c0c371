"""Reads the text of PDFs with pypdfium2: pages are separated by form feeds, line ends as ``\\n``; pages without text by recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.read import ocr
from imrnlp.read.document import MAX_CHARACTERS, MAX_PAGES, ReadError
from imrnlp.record import Warning

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MEDIA_TYPE = "application/pdf"

# pdfium writes U+FFFE for a hyphen at a line's end and swallows the line break.
_LINE_END_HYPHEN = "￾"
#: A page with fewer characters than this, white space aside, is taken for an image.
_FEW = 20


def read(content: bytes, name: str) -> tuple[str, str, int, list[Warning]]:
    """Text, media type, pages and warnings.

    Raises :class:`ReadError` for a PDF that cannot be opened, is encrypted, has no page or more than
    :data:`imrnlp.read.document.MAX_PAGES`.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(f"{name}: the PDF is encrypted (it asks for a password)") from error
        raise ReadError(f"{name}: not a readable PDF ({error})") from error
    try:
        if pdf.get_formtype():
            pdf.init_forms()
        count = len(pdf)
        if count == 0:
            raise ReadError(f"{name}: the PDF has no pages")
        if count > MAX_PAGES:
            raise ReadError(f"{name}: {count:,} pages, more than the {MAX_PAGES} that a letter may have")
        return _read_pages(pdf, name, count)
    finally:
        pdf.close()


def _read_pages(pdf: PdfDocument, name: str, count: int) -> tuple[str, str, int, list[Warning]]:
    import pypdfium2

    warnings: list[Warning] = []
    pages: list[str] = []
    images: list[int] = []
    broken: list[int] = []
    length = 0
    for number in range(count):
        try:
            text = _page_text(pdf, number)
        except pypdfium2.PdfiumError as error:
            text = ""
            broken.append(number)
            warnings.append(
                Warning(code="page_not_read", message=f"{name}: page {number + 1} cannot be read ({error})")
            )
        length += len(text)
        if length > MAX_CHARACTERS:
            raise ReadError(f"{name}: more than the {MAX_CHARACTERS:,} characters that a letter may have")
        if number not in broken and len("".join(text.split())) < _FEW:
            images.append(number)
        pages.append(text)
    if len(broken) == count:
        raise ReadError(f"{name}: none of the PDF's {count} pages can be read")
    # A short last page is a page; a letter's pages are images when they hold nothing, or all next to nothing.
    images = [n for n in images if len(images) == count or not pages[n].strip()]
    if len(images) < count:
        # A blank page within a text is no loss.
        images = [n for n in images if _has_image(pdf, n)]
    if images:
        _recognise(pdf, name, pages, images, warnings)
    text = "\f".join(pages)
    return text, MEDIA_TYPE, count, warnings


def _has_image(pdf: PdfDocument, number: int) -> bool:
    from pypdfium2 import raw

    page = pdf[number]
    try:
        return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])), None) is not None
    finally:
        page.close()


def _page_text(pdf: PdfDocument, number: int) -> str:
    if pdf.formenv is not None:
        _draw_fields(pdf, number)
    page = pdf[number]
    try:
        text_page = page.get_textpage()
        try:
            text = text_page.get_text_range()
        finally:
            text_page.close()
    finally:
        page.close()
    return text.replace("\r\n", "\n").replace("\r", "\n").replace(_LINE_END_HYPHEN, "-\n").replace("\f", "\n")


def _draw_fields(pdf: PdfDocument, number: int) -> None:
    """Makes what a form's fields show part of the page, where its text is read."""
    from pypdfium2 import raw

    page = pdf[number]
    try:
        raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    finally:
        page.close()


def _recognise(
    pdf: PdfDocument, name: str, pages: list[str], images: list[int], warnings: list[Warning]
) -> None:
    which = (
        "the PDF has" if len(images) == len(pages) else f"page {', '.join(str(n + 1) for n in images)} has"
    )
    missing = ocr.missing()
    if missing:
        warnings.append(
            Warning(
                code="no_text_layer",
                message=f"{name}: {which} no text layer; to have it recognised, {missing}",
            )
        )
        return
    if len(images) > ocr.MAX_IMAGES:
        raise ReadError(
            f"{name}: {len(images)} pages without a text layer, more than the {ocr.MAX_IMAGES} that are recognised"
        )
    found = False
    for number in images:
        recognised = ocr.page_text(pdf, number)
        if recognised.strip():
            pages[number], found = recognised, True
    if found:
        warnings.append(
            Warning(
                code="text_recognised",
                message=f"{name}: {which} no text layer; its text was recognised from the image",
            )
        )
    else:
        warnings.append(Warning(code="no_text_layer", message=f"{name}: {which} neither text nor an image"))

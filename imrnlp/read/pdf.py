"""PDF text by pypdfium2: pages parted by form feeds, line ends as ``\\n``."""

from __future__ import annotations

from imrnlp.read.files import ReadError
from imrnlp.record import Warning

MEDIA_TYPE = "application/pdf"

# pdfium writes U+FFFE for a hyphen at a line's end and swallows the line break.
_LINE_END_HYPHEN = "￾"


def read(content: bytes, name: str) -> tuple[str, str, int, list[Warning]]:
    """Text, media type, pages and warnings.  Raises :class:`ReadError` for a PDF that cannot be opened."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ReadError(f"{name}: not a readable PDF ({error})") from error
    try:
        pages = []
        for page in pdf:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
    finally:
        pdf.close()
    text = "\f".join(pages).replace("\r\n", "\n").replace(_LINE_END_HYPHEN, "-\n")
    warnings = []
    if not text.strip():
        warnings.append(Warning(code="no_text_layer", message=f"{name}: the PDF has no text layer"))
    return text, MEDIA_TYPE, len(pages), warnings

"""How a record is shown in a notebook.  The record asks here, so that it does not depend on the module that draws it.

``imrnlp/__init__.py``, which is read before any other module of the package, names the one that does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Draws a :class:`imrnlp.Letter` in HTML: its page in a frame, or a table where its text is not at hand.
letter_as_html: Callable[[Any], str] | None = None

"""Makes a code block of each example (``>>> …``) of a docstring, and code of ``:func:`name```, for the documentation site."""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"^(?P<indent> *)>>> .*(?:\n(?! *$).*)*", re.M)
_ROLE = re.compile(r":\w+:`~?([\w.]+)`")
_DOUBLE = re.compile(r"``([^`]+)``")


def marked(docstring: str) -> str:
    """The docstring in Markdown: examples fenced, names as code.

    >>> print(marked("Adds one.\\n\\n>>> 1 + 1\\n2"))
    Adds one.
    <BLANKLINE>
    ```pycon
    >>> 1 + 1
    2
    ```
    """
    text = _DOUBLE.sub(r"`\1`", _ROLE.sub(r"`\1`", docstring))
    return _EXAMPLE.sub(lambda m: f"{m['indent']}```pycon\n{m[0]}\n{m['indent']}```", text)


class Doctests(griffe.Extension):
    """The extension that mkdocs.yml names."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Marks up one object's docstring."""
        if obj.docstring is not None:
            obj.docstring.value = marked(obj.docstring.value)

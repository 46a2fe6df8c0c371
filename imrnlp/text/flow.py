"""Flowing text together with its source, and the mapping of offsets between the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping


class Flow:
    """A text made from a source by dropping, joining and replacing characters.

    ``flow_starts`` and ``source_starts`` say where each stretch begins that is the same in both, character by
    character; ``ends`` gives the end in the source of each character of ``text`` that replaces several of the
    source.  Every offset method is O(log n).

    >>> flow = Flow("a  b", "a b", [0, 2], [0, 3])
    >>> flow.to_source(2, 3)
    (3, 4)
    """

    __slots__ = ("_ends", "_flow_starts", "_source_starts", "source", "text")

    def __init__(
        self,
        source: str,
        text: str,
        flow_starts: list[int],
        source_starts: list[int],
        ends: Mapping[int, int] | None = None,
    ):
        self.source = source
        self.text = text
        self._flow_starts = flow_starts
        self._source_starts = source_starts
        self._ends = ends or {}

    @property
    def keeps_offsets(self) -> bool:
        """Whether every offset into ``text`` is the same offset into ``source``."""
        return len(self._flow_starts) == 1 and self._source_starts[0] == 0 and not self._ends

    def position(self, offset: int) -> int:
        """Source offset of the character at flow ``offset``."""
        i = bisect_right(self._flow_starts, offset) - 1
        return self._source_starts[i] + offset - self._flow_starts[i]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source span of the flow span ``[start, end)``; an empty span stays empty."""
        first = self.position(start)
        if end <= start:
            return first, first
        return first, self._ends.get(end - 1) or self.position(end - 1) + 1

    def from_source(self, offset: int) -> int:
        """Flow offset of the source character at ``offset`` (of the next kept character, if that one was dropped)."""
        i = bisect_left(self._source_starts, offset)
        if i == len(self._source_starts) or self._source_starts[i] != offset:
            i -= 1
        if i < 0:
            return 0
        limit = self._flow_starts[i + 1] if i + 1 < len(self._flow_starts) else len(self.text)
        return min(self._flow_starts[i] + offset - self._source_starts[i], limit)

    def after(self, inner: Flow) -> Flow:
        """This flow, which was made from the text of ``inner``, with offsets into the source of ``inner``.

        >>> inner = Flow("o\\u00ad  k", "o  k", [0, 1], [0, 2])
        >>> Flow("o  k", "o k", [0, 2], [0, 3]).after(inner).to_source(2, 3)
        (4, 5)
        """
        if inner.keeps_offsets:
            return Flow(inner.source, self.text, self._flow_starts, self._source_starts, self._ends)
        starts = inner._flow_starts
        flow_starts: list[int] = []
        source_starts: list[int] = []
        for i, (at, middle) in enumerate(zip(self._flow_starts, self._source_starts, strict=True)):
            stop = self._flow_starts[i + 1] if i + 1 < len(self._flow_starts) else len(self.text)
            flow_starts.append(at)
            source_starts.append(inner.position(middle))
            for j in range(bisect_right(starts, middle), bisect_left(starts, middle + stop - at)):
                flow_starts.append(at + starts[j] - middle)
                source_starts.append(inner._source_starts[j])
        ends = {at: inner.to_source(0, end)[1] for at, end in self._ends.items()}
        for middle, end in inner._ends.items():
            at = self.from_source(middle)
            if at < len(self.text) and self.position(at) == middle:
                ends[at] = end
        return Flow(inner.source, self.text, flow_starts, source_starts, ends)

"""Component ``imr_assembly``: the record, from what the stages before it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imrnlp.assemble.letter import assemble
from imrnlp.reading import KEY, LETTER_KEY, Reading, Stage

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Assembly(Stage):
    """Sets ``doc._.letter``, the :class:`imrnlp.record.Letter`."""

    def read(self, reading: Reading) -> None:
        reading.letter = assemble(reading)

    def publish(self, doc: Doc, reading: Reading) -> None:
        doc.user_data[LETTER_KEY] = reading.letter
        # The reading has done its work; the record is what travels on with the Doc.
        doc.user_data.pop(KEY, None)

"""A plug-in of imrnlp as another project might have one: lexicons, a layout, cues and a component."""

from acme_imr.components import make_seen

__all__ = ["make_seen"]

"""Guideline references, as law and medicine cite them."""

from __future__ import annotations

from imrnlp.record import GuidelineReference
from imrnlp.tag.guidelines.citations import Citations

__all__ = ["Citations", "find_references", "parse_guidelines", "read_citations", "resolve"]


def read_citations(flow_text: str) -> Citations:
    return Citations()


def parse_guidelines(text: str) -> list[GuidelineReference]:
    return []


def find_references(flow_text: str) -> list[GuidelineReference]:
    return []


def resolve(slots: list[tuple[Citations, Citations]]) -> None:
    pass

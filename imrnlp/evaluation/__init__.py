"""Compares records with gold: precision, recall and F1 for each part of the record, and every difference."""

from imrnlp.evaluation.compare import Change, compare
from imrnlp.evaluation.scores import Score, Scores, score_letter, score_references, score_request
from imrnlp.evaluation.sources import evaluate_path
from imrnlp.evaluation.worksheet import COLUMNS, Row, worksheet

__all__ = [
    "COLUMNS",
    "Change",
    "Row",
    "Score",
    "Scores",
    "compare",
    "evaluate_path",
    "score_letter",
    "score_references",
    "score_request",
    "worksheet",
]

"""Compares records with gold: precision, recall and F1 for each part of the record, and every difference."""

from imrnlp.evaluation.agreement import Kappa, agreement
from imrnlp.evaluation.compare import Change, compare
from imrnlp.evaluation.gold import Problem, check, draft
from imrnlp.evaluation.scores import Score, Scores, score_letter, score_references, score_request
from imrnlp.evaluation.sources import evaluate_path
from imrnlp.evaluation.worksheet import COLUMNS, Row, worksheet

__all__ = [
    "COLUMNS",
    "Change",
    "Kappa",
    "Problem",
    "Row",
    "Score",
    "Scores",
    "agreement",
    "check",
    "compare",
    "draft",
    "evaluate_path",
    "score_letter",
    "score_references",
    "score_request",
    "worksheet",
]

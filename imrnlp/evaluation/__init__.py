"""Compares records with gold: precision, recall and F1 for each part of the record, and every difference."""

from imrnlp.evaluation.agreement import Kappa, agreement
from imrnlp.evaluation.compare import Change, compare
from imrnlp.evaluation.gold import GoldProblem, check, draft
from imrnlp.evaluation.scores import Score, Scores, score_letter, score_references, score_request
from imrnlp.evaluation.sources import evaluate_path
from imrnlp.evaluation.worksheet import COLUMNS, WorksheetRow, worksheet

__all__ = [
    "COLUMNS",
    "Change",
    "GoldProblem",
    "Kappa",
    "Score",
    "Scores",
    "WorksheetRow",
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

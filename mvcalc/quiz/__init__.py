"""Check questions: answers computed by mvcalc, typed answers compared exactly."""

from mvcalc.quiz.answers import Answer
from mvcalc.quiz.check import Verdict, check, check_against
from mvcalc.quiz.questions import QUESTIONS, Question, question

__all__ = [
    "QUESTIONS",
    "Answer",
    "Question",
    "Verdict",
    "check",
    "check_against",
    "question",
]

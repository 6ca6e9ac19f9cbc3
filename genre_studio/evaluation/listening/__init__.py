"""Blind listening tests: what is asked, in which order, what was answered, and what that shows."""

from genre_studio.evaluation.listening.design import (
    REAL,
    Kind,
    ListeningTest,
    Material,
    choices_of,
    make_test,
    question_of,
    sources_for,
)

__all__ = [
    "REAL",
    "Kind",
    "ListeningTest",
    "Material",
    "choices_of",
    "make_test",
    "question_of",
    "sources_for",
]

"""What a person answered in a blind listening test: a plain value that a session keeps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListeningAnswer:
    """One answer. It says nothing of what was heard: the key of the test does."""

    test: str  # the test's id
    listener: str  # a name, or a number that nobody can place
    trial: int  # counted from 0
    choice: int  # index into the test's choices
    seconds: float  # from the first sound to the answer
    plays: int = 1  # how often a clip was started

    def __post_init__(self) -> None:
        if self.trial < 0 or self.choice < 0 or self.plays < 0 or not 0 <= self.seconds < 1e9:
            raise ValueError("an answer's numbers must not be below zero")

"""Which pieces the baselines learn from."""

from genre_studio.training.corpus import Piece
from genre_studio.training.job import TrainingJob


def pitched_pieces(job: TrainingJob) -> tuple[Piece, ...]:
    """The pieces learned from: drum tracks hold nothing for an alphabet or a picture of pitches."""
    return tuple(piece for piece in job.pieces if not piece.held_out and piece.subset != "groove-drums")

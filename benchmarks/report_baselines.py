"""The report's systems, repaired: loss beside a trigram, what each bug does, and pictures beside its own.

    python benchmarks/report_baselines.py ../shared/data --outputs ../shared/seed-outputs

1. Held-out nats a word of the LSTM, beside a Witten-Bell trigram, a unigram and the uniform distribution
   over the same words (the first 400 of each held-out piece, its first word not counted).
2. 84 words after three primers of held-out pieces: different ones, the longest run of one, and how many of
   the primers led to different notes, with each bug on and off.
3. Figures of 24 pictures a genre of the GAN beside those of held-out pieces; where the report's own pictures
   are at hand (they have no licence and are not shipped), theirs too.
"""

import argparse
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from genre_studio_report.gan_generator import DEFAULT_MODEL as PICTURES
from genre_studio_report.gan_generator import drawn, lit, network_of
from genre_studio_report.gan_trainer import pictures_of
from genre_studio_report.info import GAN, GENRES, LSTM
from genre_studio_report.lstm_generator import DEFAULT_MODEL as WORDS
from genre_studio_report.lstm_generator import Manner, Voice, voice_of, write_words
from genre_studio_report.lstm_trainer import EXCERPT, GenreWords, held_out_nats, words_of_genre
from genre_studio_report.picture_figures import figures_of
from genre_studio_report.tokens import indices_of

from genre_studio.evaluation.ngram import WittenBell
from genre_studio.music.roll_image.png_file import read_picture
from genre_studio.training.corpus import Piece, read_corpus
from genre_studio.training.weights import load_weights

NOTES = 84  # as many as the report writes
PRIMER = 100
MANNERS = {
    "repaired": Manner(1.0, takes_likeliest=False, scales_primer_twice=False),
    "double normalisation": Manner(1.0, takes_likeliest=False, scales_primer_twice=True),
    "argmax": Manner(1.0, takes_likeliest=True, scales_primer_twice=False),
    "both, as in the report": Manner(1.0, takes_likeliest=True, scales_primer_twice=True),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with a MANIFEST.tsv")
    parser.add_argument("--outputs", type=Path, help="the report's own outputs, by genre and attempt")
    options = parser.parse_args()
    torch.set_num_threads(1)
    pieces = read_corpus(options.corpus)
    _measure_words(pieces)
    _measure_pictures(pieces, options.outputs)


@torch.inference_mode()
def _measure_words(pieces: tuple[Piece, ...]) -> None:
    weights = load_weights(LSTM, WORDS)
    print("genre      words  uniform  unigram  trigram  LSTM   (nats a word, held out)")
    found = {}
    for genre in GENRES:
        words, voice = words_of_genre(pieces, genre), voice_of(weights, genre)
        found[genre] = (words, voice)
        size = len(voice.vocabulary)
        judged = [indices_of(piece[:EXCERPT], voice.vocabulary) for piece in words.held_out]
        learned = [indices_of(piece, voice.vocabulary) for piece in words.learning]
        floors = []
        for order in (1, 3):
            model = WittenBell.fit(learned, vocabulary_size=size, order=order)
            floors.append(float(np.concatenate([model.nats(piece)[1:] for piece in judged]).mean()))
        ours = held_out_nats(voice.network, [torch.from_numpy(piece) for piece in judged])
        print(f"{genre:10} {size:5}  {np.log(size):7.3f}  {floors[0]:7.3f}  {floors[1]:7.3f}  {ours:.3f}")
    print(f"\ngenre      how                     different  longest run  primers heard (of 3; {NOTES} words)")
    for genre, (words, voice) in found.items():
        for name, manner in MANNERS.items():
            print(f"{genre:10} {name:23} {_bugs(words, voice, manner)}")


def _bugs(words: GenreWords, voice: Voice, manner: Manner) -> str:
    lines = []
    for piece in words.held_out[:3]:
        primer = indices_of(piece[:PRIMER], voice.vocabulary)
        possible = np.array([bool(pitches) for pitches in voice.pitches])
        dice = np.random.default_rng(7)
        lines.append(list(write_words(voice, primer, possible, NOTES, dice, manner)))
    different = np.mean([len(set(line)) for line in lines])
    longest = np.mean([max(len(list(run)) for _, run in groupby(line)) for line in lines])
    return f"{different:9.1f}  {longest:11.1f}  {len({tuple(line) for line in lines})}"


@torch.inference_mode()
def _measure_pictures(pieces: tuple[Piece, ...], outputs: Path | None) -> None:
    weights = load_weights(GAN, PICTURES)
    print("\ngenre      pictures         of  lit    notes  pitches  voices  spread")
    for genre in GENRES:
        network, dice = network_of(weights, genre), np.random.default_rng(7)
        bright = [drawn(network, dice) for _ in range(24)]
        rows = {
            "held out": pictures_of(pieces, genre, held_out=True),
            "ours": np.array([lit(each, 0.5, whole=False) for each in bright]),
            "ours, uint8": np.array([lit(each, 0.5, whole=True) for each in bright]),
        }
        for attempt in (1, 2, 3):
            paths = sorted((outputs or Path("none")).glob(f"{genre}/gan-attempt{attempt}/out_*.png"))
            if paths:
                rows[f"report, try {attempt}"] = np.array([read_picture(path) for path in paths])
        for name, pictures in rows.items():
            f = figures_of(pictures)
            figures = f"{f.lit:.3f}  {f.notes:5.0f}  {f.pitches:7.1f}  {f.voices:6.1f}  {f.spread:.4f}"
            print(f"{genre:10} {name:15} {len(pictures):3}  {figures}")
    if outputs is None:
        print("(without --outputs: the report's own pictures are not compared)")


if __name__ == "__main__":
    main()

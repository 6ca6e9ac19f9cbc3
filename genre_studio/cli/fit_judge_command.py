"""`genre-studio fit-judge CORPUS`."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import command_app, plain_console
from genre_studio.cli.failures import CommandFailed
from genre_studio.generation.quotes import model_quotes

SEED = 20261122


def fit_judge(
    corpus: Annotated[Path, typer.Argument(help="A folder with a MANIFEST.tsv and the music it lists.")],
    out: Annotated[Path, typer.Option("--out", help="The folder that judge and reference are written to.")],
    quotes_of: Annotated[
        Path | None,
        typer.Option("--quotes-of", help="A model's folder whose list of training music is asked."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed")] = SEED,
) -> None:
    """Fit the genre judge to a corpus and read the reference off its held-out pieces."""
    corpora = import_module("genre_studio.training.corpus")
    shipped = import_module("genre_studio.evaluation.shipped")
    import_module("torch").set_num_threads(1)
    try:
        pieces = corpora.read_corpus(corpus, uses=("ship",))
    except OSError as error:
        raise CommandFailed(f"There is no corpus in {corpus}: its MANIFEST.tsv cannot be read.") from error
    index = model_quotes(quotes_of) if quotes_of is not None else None
    verdict = shipped.fit_judge(pieces, corpora.GENRES, out, seed=seed, quotes=index)
    plain_console().print(
        f"On real held-out bars: balanced accuracy {verdict.balanced_accuracy:.3f}, "
        f"calibration error {verdict.calibration_error:.3f}. The card is {out / shipped.CARD_NAME}."
    )


app = command_app(fit_judge)

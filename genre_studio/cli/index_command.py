"""`genre-studio index CORPUS --model FOLDER`."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from genre_studio.cli.command import command_app, plain_console
from genre_studio.cli.failures import CommandFailed


def index(
    corpus: Annotated[
        Path, typer.Argument(help="The folder with a MANIFEST.tsv that the model learned from.")
    ],
    model: Annotated[Path, typer.Option("--model", help="The model's folder; the index is put there.")],
    most_notes: Annotated[
        int | None, typer.Option("--most-notes", min=1, help="Of each piece, as its training cut it.")
    ] = None,
) -> None:
    """Index a model's training music, so that its takes are checked for quotes. Only hashes are kept."""
    corpora = import_module("genre_studio.training.corpus")
    indexing = import_module("genre_studio.training.quote_indexing")
    if not model.is_dir():
        raise CommandFailed(f"There is no model folder {model}.")
    try:
        pieces = corpora.read_corpus(corpus)
    except OSError as error:
        raise CommandFailed(f"There is no corpus in {corpus}: its MANIFEST.tsv cannot be read.") from error
    made = indexing.index_pieces(pieces, model, most_notes=most_notes)
    console = plain_console()
    console.print(
        f"{len(made.figures):,} figures of {len(made.titles):,} pieces, "
        f"{made.figures.nbytes / 1e6:.1f} MB of hashes, in {model}.",
        soft_wrap=True,
    )


app = command_app(index)

"""A prepared folder: sound under blind names, one page that works offline, and nothing that tells.

The key is written beside the folder and not into it: the folder can be sent as it is.
"""

import contextlib
import html
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from genre_studio.evaluation.listening.design import (
    ListeningTest,
    Material,
    choices_of,
    question_of,
)
from genre_studio.evaluation.listening.files import PAGE_NAME, TEST_NAME, json_of_key, json_of_test
from genre_studio.music.song import Song
from genre_studio.plugin_api import GenerationError
from genre_studio.resources import listening_page

RenderClips = Callable[[Mapping[str, Song], Path, Callable[[float], None]], None]
"""Writes NAME.wav for each named song into a folder, all equally long and loud; told how far it is, 0..1."""

AUDIO_NAME = "audio"


def key_path(folder: Path) -> Path:
    """Where the key of a prepared folder lies."""
    return folder.with_name(f"{folder.name}.key.json")


def prepare_folder(
    test: ListeningTest,
    key: Mapping[str, Material],
    songs: Mapping[str, Song],
    folder: Path,
    render: RenderClips,
    *,
    about: Mapping[str, Any],
    progress: Callable[[float], None] = lambda fraction: None,
) -> None:
    """Write the folder, whole or not at all, and its key beside it.

    Raises GenerationError where the folder exists and is not empty, or cannot be written; what `render`
    and `progress` raise ends it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GenerationError(f"{folder} is there already: name a folder that is new or empty.")
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        (part / AUDIO_NAME).mkdir(parents=True)
        render(songs, part / AUDIO_NAME, progress)
        (part / TEST_NAME).write_text(json.dumps(json_of_test(test), indent=1) + "\n", encoding="utf-8")
        (part / PAGE_NAME).write_text(page(test), encoding="utf-8")
        key_path(folder).write_text(json.dumps(json_of_key(test, key, about), indent=1) + "\n", "utf-8")
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise GenerationError(
            f"{folder} cannot be written: {(error.strerror or str(error)).lower()}."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(part, ignore_errors=True)


def page(test: ListeningTest) -> str:
    """The page: one HTML file that asks, plays and saves, without a network."""
    shown = {
        "format": 1,
        "id": test.id,
        "question": question_of(test),
        "choices": choices_of(test),
        "trials": test.trials,
        "folder": AUDIO_NAME,
    }
    data = json.dumps(shown).replace("<", "\\u003c")  # so that no text can end the script
    filled = {"__TITLE__": html.escape(question_of(test)), "__TEST__": data}
    text = listening_page()
    for place, value in filled.items():
        text = text.replace(place, value)
    return text


def clip_path(folder: Path, clip: str) -> Path:
    """The sound of a clip in a prepared folder."""
    return folder / AUDIO_NAME / f"{clip}.wav"


def missing_clips(folder: Path, test: ListeningTest) -> Sequence[str]:
    """Clips whose sound is not in the folder."""
    return [clip for clip in test.clips if not clip_path(folder, clip).is_file()]

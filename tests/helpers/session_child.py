"""A process that edits under a session until it is killed, telling every gesture once it is finished.

Run as `python -m tests.helpers.session_child PATH SEED NOTES`. Each line that it prints is the number of
gestures finished so far; the same seed makes the same gestures.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from genre_studio.music import edits
from genre_studio.music.document import Document
from genre_studio.music.song import Song
from genre_studio.session.session import Session
from tests.helpers.sessions import contents_of, document_of
from tests.helpers.songs import grid_song
from tests.helpers.takes import a_record


def scripted_gestures(document: Document, seed: int) -> Iterator[int]:
    """Carry out gestures one by one: edits small and large, undo and redo, takes. Yields how many so far."""
    dice = random.Random(seed)
    done = 0
    while True:
        choice = dice.random()
        track = document.song.tracks[0]
        if choice < 0.15:
            document.undo()
        elif choice < 0.2:
            document.redo()
        elif choice < 0.25:
            document.add_takes([a_record(1000 + done)])
        else:
            count = len(track.notes)
            first = dice.randrange(count)
            chosen = track.notes["id"][first : first + dice.choice([1, 1, 8, 200, 2000])]
            notes = edits.move_notes(track.notes, chosen, dice.choice([30, 60]), dice.choice([-1, 0, 1]))
            document.apply(f"Gesture {done}", document.song.with_track(0, track.with_notes(notes)))
        done += 1
        yield done


def begun(path: Path, note_count: int) -> tuple[Document, Session]:
    """The document of a session, which is begun where there is none."""
    if path.exists():
        session, contents = Session.open(path, _tell)
        document = document_of(contents)
    else:
        document = Document(grid_song(note_count) if note_count else Song())
        session = Session.begin(path, contents_of(document), _tell)
    document.subscribe_changes(session.record)
    return document, session


def _tell(reason: str) -> None:
    sys.stderr.write(f"{reason}\n")


def main() -> None:
    path, seed, note_count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    document, _session = begun(path, note_count)
    sys.stdout.write("0\n")
    sys.stdout.flush()
    for done in scripted_gestures(document, seed):
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

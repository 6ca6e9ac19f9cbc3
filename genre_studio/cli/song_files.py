"""A song from any file that the studio opens: a MIDI file or a session."""

from pathlib import Path

from genre_studio.music.midi_file import read_song
from genre_studio.music.midi_file.reader import ReadResult
from genre_studio.session.opening import read_session
from genre_studio.session.schema import SUFFIX


def read_song_file(path: Path) -> ReadResult:
    """The song in a file, and what had to be repaired or was lost. A session may be open in the window.

    Raises MidiFileError or SessionError.
    """
    if path.suffix.lower() != SUFFIX:
        return read_song(path)
    contents = read_session(path)
    lost = tuple(f"the session is damaged: {loss} could not be read" for loss in contents.losses)
    return ReadResult(contents.song, lost)

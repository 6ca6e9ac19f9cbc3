"""Songs in and out of MIDI files, and which file a person means by "Open"."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.midi_file import MidiFileError, read_song, write_song
from genre_studio.music.song import Song
from genre_studio.music.song_tracks import with_new_track, with_tracks_of
from genre_studio.resources import demo_song_path
from genre_studio.session.schema import SUFFIX
from genre_studio.ui.file_choosing import choose_file, choose_files, choose_place
from genre_studio.ui.panels.banner import Banner

MIDI_FILES = "MIDI files (*.mid *.midi *.smf *.kar);;All files (*)"
MIDI_SUFFIXES = (".mid", ".midi", ".smf", ".kar")
SONG_FILES = f"Songs (*{SUFFIX} *.mid *.midi *.smf *.kar);;Sessions (*{SUFFIX});;{MIDI_FILES}"
_MOST_REPAIRS_TOLD = 4


class SongFiles(QObject):
    """The document's way in and out.

    Signals:
        said(str): what just happened.
        opened(object): the Path of a file that is open now, or None for the demo or a new song.
        folder_used(object): a Path, remembered for the next dialog.
        session_asked(object): the Path of a session that is to be opened.
    """

    said = Signal(str)
    opened = Signal(object)
    folder_used = Signal(object)
    session_asked = Signal(object)

    def __init__(self, document: Document, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._banner, self._window = document, banner, window
        self.path: Path | None = None
        self.folder = Path.home()
        self.may_leave: Callable[[], bool] = lambda: True  # asked before another song takes this one's place

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        choose_file(self._window, "Open a song", self.folder, SONG_FILES, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a session, or a MIDI file in a new one. What was open is in a session of its own."""
        if path.suffix.lower() == SUFFIX:
            self.session_asked.emit(path)
        else:
            self._load(path)

    @Slot()
    def add(self) -> None:
        """Ask for files and add what is in them to the song."""
        choose_files(self._window, "Add MIDI files as tracks", self.folder, MIDI_FILES, self.add_paths)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add the tracks of files to the song, as one edit. Files that cannot be read are told and left."""
        before = song = self._document.song
        repaired, unread = [], []
        for path in paths:
            try:
                result = read_song(path)
            except MidiFileError as error:
                unread.append(str(error))
                continue
            song = with_tracks_of(song, result.song, path.stem)
            if result.repairs:
                repaired.append(_repairs_text(path.name, result.repairs))
        count = len(song.tracks) - len(before.tracks)
        if count:
            tracks = "1 track" if count == 1 else f"{count} tracks"
            files = paths[0].name if len(paths) == 1 else f"{len(paths) - len(unread)} files"
            self._document.apply(f"Add {tracks} from {files}", song)
            self.said.emit(f"Added {tracks} from {files}. Undo takes them back.")
        elif not unread:
            self.said.emit("There are no notes in what was dropped; nothing was added.")
        if unread or repaired:
            self._banner.show_message(" ".join((*unread, *repaired)), is_error=bool(unread))

    @Slot()
    def load_demo(self) -> None:
        """The demo song, in a new session."""
        self._load(demo_song_path(), is_demo=True)

    @Slot()
    def new_song(self) -> None:
        """An empty song, in a new session."""
        if not self.may_leave():
            return
        self._document.replace(with_new_track(Song(title="Song")))
        self.show_opened(None)
        self._banner.hide()
        self.said.emit("A new song. Draw a melody, or drop a .mid here.")

    @Slot()
    def export(self) -> None:
        """Ask where, and write the song."""
        name = self.path.name if self.path else f"{self._document.song.title or 'Song'}.mid"

        def write(path: Path) -> None:
            self.export_to(with_midi_suffix(path))

        choose_place(self._window, "Export the song", self.folder / name, MIDI_FILES, write)

    def export_to(self, path: Path) -> bool:
        """Write the song to `path`; returns whether that worked."""
        try:
            write_song(self._document.song, path)
        except MidiFileError as error:
            self._banner.show_message(str(error), is_error=True)
            return False
        self.note_folder(path)
        self.said.emit(f"Exported {path.name}.")
        return True

    def show_opened(self, path: Path | None) -> None:
        """Tell everybody that another song is open: from this file, or from none that has a name."""
        is_midi = path is not None and path.suffix.lower() != SUFFIX
        self.path = path if is_midi else None
        if path is not None:
            self.note_folder(path)
        self.opened.emit(path)

    def note_folder(self, path: Path) -> None:
        """The next dialog begins where this file lies."""
        self.folder = path.parent
        self.folder_used.emit(path.parent)

    def _load(self, path: Path, *, is_demo: bool = False) -> None:
        try:
            result = read_song(path)
        except MidiFileError as error:
            self._banner.show_message(str(error), is_error=True)
            return
        if not self.may_leave():
            return
        self._document.replace(result.song)
        self.show_opened(None if is_demo else path)
        notes = f"{result.song.note_count:,} notes"
        self.said.emit(f"Opened {'the demo song' if is_demo else path.name}: {notes}.")
        if result.repairs:
            self._banner.show_message(_repairs_text(path.name, result.repairs))
        else:
            self._banner.hide()


def with_midi_suffix(path: Path) -> Path:
    return path if path.suffix.lower() in (".mid", ".midi", ".smf") else path.with_name(path.name + ".mid")


def _repairs_text(name: str, repairs: tuple[str, ...]) -> str:
    told = "; ".join(text.rstrip(".") for text in repairs[:_MOST_REPAIRS_TOLD])
    rest = len(repairs) - _MOST_REPAIRS_TOLD
    more = f"; and {rest} more" if rest > 0 else ""
    return f"{name} was damaged and has been repaired here (the file is as it was): {told}{more}."

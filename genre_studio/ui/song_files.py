"""Opening and exporting .mid files, with what to do about unsaved changes asked in the banner."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from genre_studio.music.document import Document
from genre_studio.music.midi_file import MidiFileError, read_song, write_song
from genre_studio.music.song import Song
from genre_studio.resources import demo_song_path
from genre_studio.ui.file_choosing import choose_file, choose_files, choose_place
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.song_tracks import with_new_track, with_tracks_of

MIDI_FILES = "MIDI files (*.mid *.midi *.smf *.kar);;All files (*)"
MIDI_SUFFIXES = (".mid", ".midi", ".smf", ".kar")
_MOST_REPAIRS_TOLD = 4


class SongFiles(QObject):
    """The document's way in and out.

    Signals:
        said(str): what just happened.
        opened(object): the Path of a file that is open now, or None for the demo or a new song.
        folder_used(object): a Path, remembered for the next dialog.
    """

    said = Signal(str)
    opened = Signal(object)
    folder_used = Signal(object)

    def __init__(self, document: Document, banner: Banner, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._banner, self._window = document, banner, window
        self.path: Path | None = None
        self.folder = Path.home()

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        choose_file(self._window, "Open a MIDI file", self.folder, MIDI_FILES, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open a file; first ask about changes that are in no file."""
        self.after_asking(f"Open {path.name} without them", lambda: self._load(path))

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
    def open_demo(self) -> None:
        self.after_asking("Open the demo song without them", self.load_demo)

    @Slot()
    def new_song(self) -> None:
        self.after_asking("Begin without them", self._begin)

    def load_demo(self) -> None:
        """The demo song, at once."""
        self._load(demo_song_path(), is_demo=True)

    @Slot()
    def export(self, then: Callable[[], object] | None = None) -> None:
        """Ask where, and write the song; `then` is done once it is in a file."""
        name = self.path.name if self.path else f"{self._document.song.title or 'Song'}.mid"

        def write(path: Path) -> None:
            if self.export_to(with_midi_suffix(path)) and then is not None:
                then()

        choose_place(self._window, "Export the song", self.folder / name, MIDI_FILES, write)

    def export_to(self, path: Path) -> bool:
        """Write the song to `path`; returns whether that worked."""
        try:
            write_song(self._document.song, path)
        except MidiFileError as error:
            self._banner.show_message(str(error), is_error=True)
            return False
        self._is_at(path)
        self._document.mark_saved()
        self.said.emit(f"Exported {path.name}.")
        return True

    def after_asking(self, go_on: str, act: Callable[[], object]) -> None:
        """Do `act` at once where nothing would be lost; otherwise ask in the banner first."""
        if not self._document.is_changed:
            act()
            return

        self._banner.show_message(
            "This song has changes that are in no file yet.",
            [("Export first", lambda: self.export(act)), (go_on, act)],
        )

    def _load(self, path: Path, *, is_demo: bool = False) -> None:
        try:
            result = read_song(path)
        except MidiFileError as error:
            self._banner.show_message(str(error), is_error=True)
            return
        self._document.replace(result.song)
        self._is_at(None if is_demo else path)
        notes = f"{result.song.note_count:,} notes"
        self.said.emit(f"Opened {'the demo song' if is_demo else path.name}: {notes}.")
        if result.repairs:
            self._banner.show_message(_repairs_text(path.name, result.repairs))
        else:
            self._banner.hide()

    def _begin(self) -> None:
        self._document.replace(with_new_track(Song(title="Song")))
        self._is_at(None)
        self.said.emit("A new song. Draw a melody, or drop a .mid here.")

    def _is_at(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self.folder = path.parent
            self.folder_used.emit(path.parent)
        self.opened.emit(path)


def with_midi_suffix(path: Path) -> Path:
    return path if path.suffix.lower() in (".mid", ".midi", ".smf") else path.with_name(path.name + ".mid")


def _repairs_text(name: str, repairs: tuple[str, ...]) -> str:
    told = "; ".join(text.rstrip(".") for text in repairs[:_MOST_REPAIRS_TOLD])
    rest = len(repairs) - _MOST_REPAIRS_TOLD
    more = f"; and {rest} more" if rest > 0 else ""
    return f"{name} was damaged and has been repaired here (the file is as it was): {told}{more}."

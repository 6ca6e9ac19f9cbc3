"""A blind listening test in the window: clips played, answers into the session, results from the key."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from genre_studio.evaluation.listening.design import ListeningTest
from genre_studio.evaluation.listening.files import (
    json_of_answers,
    read_answers,
    read_key,
    read_test,
    valid_answers,
)
from genre_studio.evaluation.listening.preparing import clip_path, key_path, missing_clips
from genre_studio.evaluation.listening.results import Judged, csv_text, judged, shares
from genre_studio.evaluation.listening.run import ListeningRun
from genre_studio.music.listening import ListeningAnswer
from genre_studio.playback.clip_player import ClipPlayer
from genre_studio.plugin_api import GenerationError
from genre_studio.training.whole_files import write_text
from genre_studio.ui.file_choosing import choose_file, choose_files, choose_folder, choose_place
from genre_studio.ui.listening_preparing import ListeningPreparing
from genre_studio.ui.panels.banner import Banner
from genre_studio.ui.panels.listening_page import ListeningPage
from genre_studio.ui.song_files import SongFiles

_JSON = "Answers (*.json);;All files (*)"
_KEYS = "Keys (*.key.json);;All files (*)"
_CSV = "Tables (*.csv);;All files (*)"


class Player(Protocol):
    """What plays a clip: see playback.clip_player.ClipPlayer."""

    @property
    def is_playing(self) -> bool: ...

    @property
    def position_s(self) -> float: ...

    def play(self, path: Path, from_s: float = 0.0) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class ListeningDesk(QObject):
    """`kept` gives the answers that the session holds.

    Signals:
        said(str): what just happened.
        answered(object): a ListeningAnswer that the session is to keep.
        began(): a clip is about to sound: what else sounds should stop.
    """

    said = Signal(str)
    answered = Signal(object)
    began = Signal()
    _troubled = Signal(str)

    def __init__(self, page: ListeningPage, files: SongFiles, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._files, self._banner = page, files, banner
        self.kept: Callable[[], Sequence[ListeningAnswer]] = lambda: ()
        self.player: Player = ClipPlayer(self._troubled.emit)
        self.clock: Callable[[], float] = time.monotonic
        self.preparing = ListeningPreparing(page, files, banner, self)
        self.run: ListeningRun | None = None
        self._folder = Path()
        self._key: Path | None = None
        self._shown = 0
        self._connect()

    @Slot(object)
    def open_folder(self, folder: Path) -> None:
        """Begin the test in a prepared folder, or go on with it."""
        try:
            test = read_test(folder)
        except GenerationError as error:
            self._banner.show_message(f"{error} Choose a folder that was prepared.", is_error=True)
            return
        if missing := missing_clips(folder, test):
            self._banner.show_message(
                f"{folder} is not complete: the sound of {missing[0]} is missing.", is_error=True
            )
            return
        self._folder = folder
        self._key = key_path(folder) if key_path(folder).is_file() else None
        listener = self._page.listener.text().strip() or "Me"
        self.run = ListeningRun(test, listener, self.clock, self.kept())
        self._page.trial.begin(self.run)
        self._files.note_folder(folder)
        self._show()
        self.said.emit(
            f"A test of {len(test.trials)} questions. Space plays, a number answers, Enter goes on."
        )

    def read_files(self, paths: Sequence[Path]) -> None:
        """Take the answers of others to this test into the session."""
        if self.run is None:
            return
        count, told = 0, []
        for path in paths:
            try:
                answers = read_answers(path, self.run.test)
            except GenerationError as error:
                told.append(str(error))
                continue
            for answer in answers:
                self.answered.emit(answer)
            count += len(answers)
        if told:
            self._banner.show_message(" ".join(told), is_error=True)
        self.said.emit(f"Read {count} answers; they are in this session now.")

    def save_answers(self, path: Path) -> None:
        """Write the listener's own answers as a file to send."""
        if self.run is not None:
            run = self.run
            answers = [run.given[trial] for trial in sorted(run.given)]
            text = json.dumps(json_of_answers(run.test, run.listener, answers), indent=1) + "\n"
            self._write(path, text)

    def use_key(self, path: Path) -> None:
        """Show what the answers in the session show, by this key."""
        self._key = path
        rows = self._rows()
        if rows is None or self.run is None:
            self._key = None
            return
        people = len({row.answer.listener for row in rows})
        about = f"{len(rows)} answers, {people} listener{'s' if people > 1 else ''}. Exact 95% intervals."
        self._page.show_shares(shares(self.run.test, rows), about)

    def save_csv(self, path: Path) -> None:
        """Write every answer in the session as a line."""
        rows = self._rows()
        if rows is not None and self.run is not None:
            self._write(path, csv_text(self.run.test, rows))

    def close(self) -> None:
        """Be silent for good; ends what is being prepared."""
        self.preparing.close()
        self.player.close()

    @Slot(int)
    def play(self, number: int) -> None:
        """Play clip 0 or 1, from the same place as the one that sounds."""
        if self.run is None or number >= len(self.run.clips):
            return
        seconds = self.run.test.seconds
        from_s = self.player.position_s % seconds if seconds > 0 else 0.0
        self._shown = number
        self.began.emit()
        self.player.play(clip_path(self._folder, self.run.clips[number]), from_s)
        self.run.note_play()
        self._show()

    @Slot()
    def toggle(self) -> None:
        if self.player.is_playing:
            self.stop()
        else:
            self.play(self._shown)

    @Slot()
    def stop(self) -> None:
        if self.player.is_playing:
            self.player.stop()
            self._show()

    @Slot(int)
    def choose(self, choice: int) -> None:
        answer = self.run.choose(choice) if self.run is not None else None
        if answer is not None:
            self.answered.emit(answer)
            self._show()

    @Slot()
    def go_on(self) -> None:
        if self.run is not None and self.run.go_on():
            self._turn()

    @Slot()
    def go_back(self) -> None:
        if self.run is not None:
            self.run.go_back()
            self._turn()

    @Slot()
    def leave(self) -> None:
        """Put the test away; its answers stay in the session."""
        self.stop()
        self.run = None
        self._page.show_begin()

    @Slot()
    def _ask_folder(self) -> None:
        choose_folder(self._page.window(), "Open a prepared test", self._files.folder, self.open_folder)

    @Slot()
    def _ask_answers(self) -> None:
        title = "Read answers sent back"
        choose_files(self._page.window(), title, self._files.folder, _JSON, self.read_files)

    @Slot()
    def _ask_save(self) -> None:
        if self.run is not None:
            name = f"answers-{self.run.test.id}.json"
            place = self._files.folder / name
            choose_place(self._page.window(), "Save my answers", place, _JSON, self.save_answers)

    @Slot()
    def _ask_results(self) -> None:
        if self._key is not None:
            self.use_key(self._key)
        else:
            choose_file(self._page.window(), "The key of this test", self._files.folder, _KEYS, self.use_key)

    @Slot()
    def _ask_csv(self) -> None:
        place = self._files.folder / "answers.csv"
        choose_place(self._page.window(), "Save every answer", place, _CSV, self.save_csv)

    @Slot(str)
    def _show_trouble(self, sentence: str) -> None:
        self.stop()
        self._banner.show_message(sentence, is_error=True)

    def _turn(self) -> None:
        self.player.stop()
        self._shown = 0
        self._show()

    def _show(self) -> None:
        run = self.run
        if run is None:
            return
        if run.is_over:
            self._page.show_end(len(run.given), len(run.test.trials))
            return
        self._page.trial.show_run(run, self._shown if self.player.is_playing else None)
        self._page.show_trial()

    def _rows(self) -> tuple[Judged, ...] | None:
        """The session's answers to this test with what was heard; None, and told, where that cannot be."""
        if self.run is None or self._key is None:
            return None
        test: ListeningTest = self.run.test
        try:
            return judged(test, read_key(self._key), valid_answers(list(self.kept()), test))
        except GenerationError as error:
            self._banner.show_message(str(error), is_error=True)
            return None

    def _write(self, path: Path, text: str) -> None:
        try:
            write_text(path, text, durable=False)
        except OSError as error:
            self._banner.show_message(f"{path} cannot be written: {error.strerror}.", is_error=True)
            return
        self.said.emit(f"Wrote {path.name} to {path.parent}.")

    def _connect(self) -> None:
        page, trial = self._page, self._page.trial
        page.open_asked.connect(self._ask_folder)
        self.preparing.said.connect(self.said)
        self.preparing.prepared.connect(self.open_folder)
        page.leave_asked.connect(self.leave)
        page.read_asked.connect(self._ask_answers)
        page.save_asked.connect(self._ask_save)
        page.results_asked.connect(self._ask_results)
        page.csv_asked.connect(self._ask_csv)
        trial.play_asked.connect(self.play)
        trial.toggle_asked.connect(self.toggle)
        trial.chosen.connect(self.choose)
        trial.on_asked.connect(self.go_on)
        trial.back_asked.connect(self.go_back)
        self._troubled.connect(self._show_trouble)  # told on the player's thread

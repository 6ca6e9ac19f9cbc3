"""What a run's process writes down: its log, its state, its samples."""

import math
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from genre_studio.music.midi_file import write_song
from genre_studio.training.reports import Message, SampleTake, StepReport
from genre_studio.training.runs.folder import RunFolder
from genre_studio.training.runs.run_log import LoggedSample, LogWriter, RunEvent
from genre_studio.training.runs.state import RunState, RunStatus

_STEP_EVERY_S = 0.1  # more reports than a curve can show would only fill the disk
_STATE_EVERY_S = 1.0
_SAMPLES_EVERY_S = 45.0
_PACE_STEPS = 0.1  # of the newest step in the smoothed time a step takes


class RunDiary:
    """Takes what a trainer says. A full disk costs lines of the log, never the run."""

    def __init__(self, folder: RunFolder, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._log = LogWriter(folder.log)
        self._state = folder.read_state()
        self._trained_before_s = self._state.trained_s
        self._began_s = clock()
        self._step_at_s = self._state_at_s = self._samples_at_s = 0.0
        self._last_step: tuple[int, float] | None = None
        self._step_s: float | None = None  # what a step takes, smoothed

    @property
    def best_held_out(self) -> float:
        return math.inf if self._state.best_held_out is None else self._state.best_held_out

    @property
    def best_step(self) -> int:
        return self._state.best_step

    def begin(self, steps: int) -> None:
        self._state = replace(
            self._state,
            status=RunStatus.READING,
            sentence="Reading the music",
            steps=steps,
            seconds_left=None,
        )
        self._folder.write_state(self._state)

    def tell(self, message: Message) -> None:
        """Log it, and keep the state up to date."""
        now_s = self._clock()
        if isinstance(message, str):
            self._write(message)
            self._note(replace(self._state, sentence=message), now_s)
            return
        if message.held_out is not None or message.trouble or now_s >= self._step_at_s:
            self._step_at_s = now_s + _STEP_EVERY_S
            self._write(message)
        self._note(self._after(message, now_s), now_s, at_once=message.held_out is not None)

    def wants_samples(self) -> bool:
        return self._clock() >= self._samples_at_s

    def keep_sample(self, take: SampleTake, step: int) -> None:
        """Write one take and log it. Raises MidiFileError where it cannot be written."""
        self._samples_at_s = self._clock() + _SAMPLES_EVERY_S
        word = re.sub(r"[^A-Za-z0-9]+", "-", take.title).strip("-")[:40] or "take"
        path = self._folder.samples / f"{step:07d}-{word}.mid"
        write_song(take.song, path)
        self._write(LoggedSample(path, step, take.title))

    def end(self, status: RunStatus, sentence: str, model: str = "", model_id: str = "") -> None:
        """The last word of this sitting."""
        self._write(sentence)
        self._folder.write_state(
            replace(
                self._state,
                status=status,
                sentence=sentence,
                model=model or self._state.model,
                model_id=model_id or self._state.model_id,
                trained_s=self._trained_s(),
                seconds_left=None,
            )
        )

    def _after(self, report: StepReport, now_s: float) -> RunState:
        """The state once `report` is in."""
        state = self._state
        best = report.is_best and report.held_out is not None
        return replace(
            state,
            status=RunStatus.RUNNING,
            sentence=report.trouble or "Learning",
            step=report.step,
            steps=report.steps,
            loss=report.loss if math.isfinite(report.loss) else None,
            held_out=dict(report.held_out) if report.held_out is not None else state.held_out,
            best_held_out=report.held_out["loss"] if best and report.held_out else state.best_held_out,
            best_step=report.step if best else state.best_step,
            learning_rate=report.learning_rate,
            notes_per_second=report.notes_per_second,
            memory_bytes=report.memory_bytes,
            device=report.device,
            parts=report.parts,
            seconds_left=self._seconds_left(report, now_s),
            trained_s=self._trained_s(),
        )

    def _seconds_left(self, report: StepReport, now_s: float) -> float | None:
        before, self._last_step = self._last_step, (report.step, now_s)
        if before is not None and report.step > before[0]:
            took_s = (now_s - before[1]) / (report.step - before[0])
            smooth_s = took_s if self._step_s is None else self._step_s
            self._step_s = smooth_s + _PACE_STEPS * (took_s - smooth_s)
        return None if self._step_s is None else self._step_s * (report.steps - report.step)

    def _trained_s(self) -> float:
        return self._trained_before_s + self._clock() - self._began_s

    def _note(self, state: RunState, now_s: float, *, at_once: bool = False) -> None:
        self._state = state
        if at_once or now_s >= self._state_at_s:
            self._state_at_s = now_s + _STATE_EVERY_S
            self._folder.write_state(state, durable=False)

    def _write(self, event: RunEvent) -> None:
        with suppress(OSError):  # a full disk: the state says so, and the curve gets a gap
            self._log.write(event)

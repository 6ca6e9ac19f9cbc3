"""The process of one training run: does what its folder asks, and writes down how it fares.

Started by `runs.client`, by whom it is not waited for. It holds the folder's lock, so that a run never
has two processes, lowers its own priority, and keeps off one core while something plays.
"""

import faulthandler
import math
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from genre_studio.generation.memory_limit import limit_memory, usual_memory_limit_bytes
from genre_studio.training.courtesy import Courtesy, be_modest
from genre_studio.training.device import choose_device
from genre_studio.training.failure import failure_in_words
from genre_studio.training.job import SampleTake, SamplingTrainer, Trainer, TrainingJob
from genre_studio.training.loop import BEST_NAME
from genre_studio.training.model_store import ModelStore, ModelStoreError
from genre_studio.training.music import read_music
from genre_studio.training.run_diary import RunDiary
from genre_studio.training.runs.folder import RunFolder, Wish
from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.request import RunRequest
from genre_studio.training.runs.state import RunStatus
from genre_studio.training.wishes import Wishes

_LOCK_WAIT_S = 10.0  # for a process before this one that has said its last word and is about to end


def main(folder: str) -> None:
    """The process's start."""
    run_folder = RunFolder(Path(folder))
    try:
        with FileLock(run_folder.lock, timeout=_LOCK_WAIT_S):
            _work(run_folder)
    except Timeout:
        sys.stderr.write("This run has a process already.\n")


def _work(folder: RunFolder) -> None:
    faulthandler.enable()
    identity = ProcessIdentity.of()
    if identity is not None:
        folder.write_process(identity)
    be_modest()
    wishes = Wishes(folder, Courtesy(folder.path.parent))
    signal.signal(signal.SIGTERM, lambda *_: wishes.pause())
    diary = RunDiary(folder)
    try:
        _train(folder, wishes, diary)
    except BaseException as error:
        # Whatever a trainer may raise ends its run, with a sentence for the person and the trace in
        # what the process printed.
        traceback.print_exc()
        diary.end(RunStatus.FAILED, failure_in_words(error, folder.path))


def _train(folder: RunFolder, wishes: Wishes, diary: RunDiary) -> None:
    request = folder.read_request()
    if request is None:
        raise ValueError("the run's request.json cannot be read")
    diary.begin(request.steps)
    if choose_device(request.device).type == "cpu" and (limit := usual_memory_limit_bytes()):
        limit_memory(limit)  # a failed allocation can be told and answered; the system's killer cannot
    trainer, job = _trainer_of(request), _job_of(request, folder)
    for message in trainer.train(job, wishes.should_stop):
        diary.tell(message)
        if not isinstance(message, str) and message.held_out is not None and not wishes.should_stop():
            _hear(trainer, job, message.step, diary, wishes)
    if wishes.wish is Wish.PAUSE:
        diary.end(RunStatus.PAUSED, "Paused.")
    else:
        _keep(trainer, job, folder, diary, stopped=wishes.wish is Wish.STOP)


def _trainer_of(request: RunRequest) -> Trainer:
    module, _, name = request.trainer.partition(":")
    trainer: Trainer = getattr(import_module(module), name)()
    return trainer


def _job_of(request: RunRequest, folder: RunFolder) -> TrainingJob:
    """Every field of a job by its name; the folder and the pieces are this run's own."""
    pieces = read_music(Path(request.music), request.genres)
    return TrainingJob(
        pieces=pieces,
        genres=request.genres or tuple(sorted({piece.genre for piece in pieces})),
        folder=folder.work,
        steps=request.steps,
        seed=request.seed,
        threads=request.threads,
        settings=request.settings,
        device=request.device,
        start_from=Path(request.start_from) if request.start_from else None,
        title=request.title,
    )


def _hear(trainer: Any, job: TrainingJob, step: int, diary: RunDiary, wishes: Wishes) -> None:
    """Let the model be heard, where its trainer can and there was time to learn since the last take."""
    if not isinstance(trainer, SamplingTrainer) or not diary.wants_samples():
        return
    try:
        for take in trainer.samples(job, step):
            assert isinstance(take, SampleTake)
            diary.keep_sample(take, step)
            if wishes.should_stop():
                return
    except Exception as error:
        # A take is worth less than the run it comes from.
        traceback.print_exc()
        diary.tell(f"No take at step {step}: {failure_in_words(error, job.folder)}")


def _keep(trainer: Trainer, job: TrainingJob, folder: RunFolder, diary: RunDiary, *, stopped: bool) -> None:
    """Pack the best weights, if any were measured yet."""
    done = RunStatus.STOPPED if stopped else RunStatus.FINISHED
    if not (math.isfinite(diary.best_held_out) or (folder.work / BEST_NAME).exists()):
        sentence = "Stopped before anything was measured: there is no model yet. Resume it to learn on."
        diary.end(RunStatus.STOPPED, sentence)
        return
    diary.tell("Keeping the best weights as a model.")
    trainer.pack(job, folder.model)
    sentence = f"The model of step {diary.best_step} is kept."
    try:
        model = ModelStore().add(folder.model, job.title)
    except ModelStoreError as error:
        # It lies in the run's folder all the same, from which it can be imported.
        diary.end(done, f"{sentence} {error}", model=folder.model.name)
    else:
        diary.end(done, f"{sentence[:-1]} as '{model.title}'.", model=folder.model.name, model_id=model.id)

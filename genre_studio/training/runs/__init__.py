"""Training runs in processes of their own, for whoever starts, watches and ends them. Never imports torch.

runs = Runs()                        # those of this person; found again at every start
run = runs.start(request)            # a process of its own, which outlives this one
log = run.log()                      # log.read_new(): step reports, sentences, samples
runs.pause(run.id); runs.resume(run.id); runs.stop_and_keep(run.id)
"""

from genre_studio.training.runs.client import Run, RunError, Runs, runs_folder
from genre_studio.training.runs.request import RunRequest
from genre_studio.training.runs.run_log import LoggedSample, RunEvent, RunLog
from genre_studio.training.runs.state import RunState, RunStatus

__all__ = [
    "LoggedSample",
    "Run",
    "RunError",
    "RunEvent",
    "RunLog",
    "RunRequest",
    "RunState",
    "RunStatus",
    "Runs",
    "runs_folder",
]

"""Room for one job: a thread that is told to stop, waited for and put away."""

from typing import Generic, TypeVar

from PySide6.QtCore import QThread, Signal


class StoppableJob(QThread):
    """A thread that can be asked to end.

    Connect its signals to slots of QObjects only: they are emitted in this thread, and a plain
    function would run in it.
    """

    def stop(self) -> None:
        """Ask it to end, from any thread; it does so soon."""
        raise NotImplementedError


class Job(StoppableJob):
    """Work with nothing to hand over. Ends in exactly one of succeeded, failed and cancelled.

    Signals: succeeded(). failed(str): one sentence. cancelled().
    """

    succeeded = Signal()
    failed = Signal(str)
    cancelled = Signal()


JobT = TypeVar("JobT", bound=StoppableJob)


class OneJob(Generic[JobT]):
    """Holds the job that runs, if any. Whoever starts it connects its endings to what calls `end`."""

    def __init__(self) -> None:
        self.job: JobT | None = None

    @property
    def is_running(self) -> bool:
        return self.job is not None

    def start(self, job: JobT) -> None:
        self.job = job
        job.start()

    def stop(self) -> None:
        """Ask what runs to end; it tells when it has."""
        if self.job is not None:
            self.job.stop()

    def end(self) -> JobT | None:
        """Put away a job whose last act was to tell that it ended; None where it was put away before."""
        job, self.job = self.job, None
        if job is not None:
            job.wait()
            job.deleteLater()
        return job

    def close(self) -> None:
        """End what runs; returns once it has ended."""
        self.stop()
        self.end()

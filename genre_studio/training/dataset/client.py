"""A build in a process of its own, for the window and anybody else who must not wait."""

import contextlib
import json
import subprocess
from collections.abc import Iterator

from genre_studio.generation.failure_words import exit_in_words
from genre_studio.generation.python_child import child_command, detached, end_child
from genre_studio.training.dataset.filters import DatasetFilters
from genre_studio.training.dataset.report import DatasetReport
from genre_studio.training.dataset.request import BuildRequest, DatasetError
from genre_studio.training.runs.plain_json import from_json, to_json

_PROCESS = "genre_studio.training.dataset.build_process"
_END_S = 10.0  # for the file in hand; what was read is remembered anyway


class DatasetBuild:
    """Starts at once; `reports` blocks, so call it from a job thread; `cancel` from any other."""

    def __init__(self, request: BuildRequest, filters: DatasetFilters | None = None) -> None:
        asked = (json.dumps(to_json(request)), json.dumps(to_json(filters or DatasetFilters())))
        try:
            self._child = subprocess.Popen(
                child_command(_PROCESS, *asked), stdin=subprocess.PIPE, stdout=subprocess.PIPE, **detached()
            )
        except OSError as error:
            raise DatasetError(f"Reading could not be started: {error.strerror or error}.") from error
        self._cancelled = False

    def reports(self) -> Iterator[DatasetReport]:
        """A few reports a second; the last one's stage is "done" unless it was cancelled.

        Raises DatasetError with one sentence where nothing can be built. The process has ended when this
        does, also where the caller goes early.
        """
        assert self._child.stdout is not None
        is_done = False
        try:
            for line in self._child.stdout:
                record = json.loads(line)
                if "error" in record:
                    raise DatasetError(str(record["error"]))
                report = from_json(DatasetReport, record["report"])
                is_done = report.stage == "done"
                yield report
        finally:
            self.cancel()
            code = self._end()
        if not is_done and code:
            raise DatasetError(f"The process that reads the music {exit_in_words(code)}: start it again.")

    def cancel(self) -> None:
        """Let it end; what it has read so far is remembered for the next build."""
        with contextlib.suppress(OSError, ValueError):
            if self._child.stdin is not None:
                self._child.stdin.close()

    def _end(self) -> int:
        try:
            code = self._child.wait(_END_S)
        except subprocess.TimeoutExpired:
            code = end_child(self._child)
        if self._child.stdout is not None:
            self._child.stdout.close()
        return code

"""A run's files: whole, readable whatever befell them, and a sentence even on a full disk."""

import errno
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.training.reports import StepReport
from genre_studio.training.runs.folder import RunFolder, Wish
from genre_studio.training.runs.identity import ProcessIdentity
from genre_studio.training.runs.plain_json import from_json, to_json
from genre_studio.training.runs.playing import something_plays, write_playing
from genre_studio.training.runs.request import RunRequest
from genre_studio.training.runs.run_log import LoggedSample, LogWriter, RunLog
from genre_studio.training.runs.state import RunState, RunStatus

REQUEST = RunRequest("lstm", "a.b:C", "/music", 10, genres=("jazz", "rock"), settings={"hidden": "8"})

REPORTS = st.builds(
    StepReport,
    step=st.integers(0, 10**9),
    steps=st.integers(1, 10**9),
    loss=st.floats(allow_nan=False, allow_infinity=False),
    learning_rate=st.floats(0, 1),
    elapsed_s=st.floats(0, 1e9),
    held_out=st.none() | st.dictionaries(st.text(max_size=5), st.floats(-9, 9), min_size=1, max_size=3),
    is_best=st.booleans(),
    notes_per_second=st.floats(0, 1e9),
    memory_bytes=st.integers(0, 2**50),
    device=st.sampled_from(["", "cpu", "cuda:1"]),
    parts=st.sampled_from([1, 2, 4]),
    trouble=st.text(max_size=20),
)


@given(REPORTS)
def test_reports_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, report: StepReport) -> None:
    path = tmp_path_factory.mktemp("log") / "reports.jsonl"
    LogWriter(path).write(report)
    assert RunLog(path).read_new() == [report]


def test_a_log_is_followed_and_a_torn_line_spoils_none(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    log = RunLog(path)
    assert log.read_new() == []
    LogWriter(path).write("Reading.")
    assert log.read_new() == ["Reading."]
    with path.open("ab") as file:
        file.write(b'{"kind": "step", "st')  # the power went here
    assert log.read_new() == []
    sample = LoggedSample(tmp_path / "samples" / "a.mid", 7, "jazz")
    LogWriter(path).write(sample)
    LogWriter(path).write(StepReport(8, 9, math.inf, 0.1, 1.0))
    first, second = log.read_new()
    assert first == sample
    assert isinstance(second, StepReport)
    assert math.isnan(second.loss)


def test_request_and_wish_come_back(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    assert folder.read_request() is None
    assert folder.read_wish() is Wish.RUN
    folder.write_request(REQUEST)
    folder.write_wish(Wish.STOP)
    assert folder.read_request() == REQUEST
    assert folder.read_wish() is Wish.STOP
    (tmp_path / "request.json").write_text(json.dumps(to_json(REQUEST) | {"steps": "many"}))
    assert folder.read_request() is None


@pytest.mark.parametrize("record", [None, [], {"plugin": 1}, {"plugin": "a"}, {"steps": True}])
def test_what_is_no_request_is_refused(record: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(RunRequest, record)


def test_a_full_disk_still_gets_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = RunFolder(tmp_path)
    folder.write_state(RunState(RunStatus.RUNNING, step=5))
    folder.reserve_last_words()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("genre_studio.training.runs.folder.write_text", full)
    folder.write_state(RunState(RunStatus.FAILED, "The disk is full."))
    state = folder.read_state()
    assert (state.status, state.sentence, state.step) == (RunStatus.FAILED, "The disk is full.", 5)


def test_a_process_is_known_by_its_start_too(tmp_path: Path) -> None:
    me = ProcessIdentity.of()
    assert me is not None
    assert me.lives()
    assert not ProcessIdentity(me.pid, me.started_at - 100).lives()
    assert not something_plays(tmp_path)
    write_playing(tmp_path, me)
    assert something_plays(tmp_path)
    write_playing(tmp_path, ProcessIdentity(me.pid, 1.0))  # a window that crashed while it played
    assert not something_plays(tmp_path)
    write_playing(tmp_path, None)
    assert not something_plays(tmp_path)

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from genre_studio.generation.client import WorkerClient
from genre_studio.generation.outcomes import (
    Cancelled,
    Failed,
    FailureKind,
    Message,
    Outcome,
    PartialNotes,
    Place,
    Progress,
    Succeeded,
    TakeReady,
)
from genre_studio.plugin_api import Region
from tests.helpers.installed_plugins import installed
from tests.helpers.requests import BAR, small_request


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@contextmanager
def _client(
    monkeypatch: pytest.MonkeyPatch, site: Path, folder: str, *names: str, **limits: float
) -> Iterator[WorkerClient]:
    records = installed(monkeypatch, site, folder, *names)
    with WorkerClient(records, **limits) as client:  # type: ignore[arg-type]
        yield client
    assert not [thread for thread in threading.enumerate() if thread is not threading.main_thread()]


def _run(client: WorkerClient, plugin_id: str, messages: list[Message] | None = None) -> Outcome:
    heard = [] if messages is None else messages
    return client.run(plugin_id, small_request(), heard.append, threading.Event())


def test_takes_and_messages_arrive_checked(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with _client(monkeypatch, site, "echo_generator", "echo") as client:
        client.prepare("echo", small_request())
        messages: list[Message] = []
        outcome = _run(client, "echo", messages)
        assert isinstance(outcome, Succeeded)
        assert [take.index for take in outcome.takes] == [0, 1]
        assert sorted(outcome.takes[0].notes) == [0, 1, 2]
        assert not outcome.takes[0].notes[0].flags.writeable
        assert outcome.takes[0].provenance.parameters["mood"] == "calm"
        assert {type(message) for message in messages} == {Progress, PartialNotes, TakeReady}
        started = time.perf_counter()
        again = _run(client, "echo")
        assert time.perf_counter() - started < 0.2  # the worker and its generator are warm
        assert isinstance(again, Succeeded)
        np.testing.assert_array_equal(again.takes[1].notes[0], outcome.takes[1].notes[0])


def test_failures_are_told_apart_and_the_worker_goes_on(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    names = (
        *("raises", "refuses", "exits", "cannot_construct", "generator_missing", "aborts"),
        *("returns_rubbish", "too_few", "too_late", "prints"),
    )
    with _client(monkeypatch, site, "misbehaving", *names) as client:
        outcomes = {name: _run(client, name) for name in names}
    printed = outcomes.pop("prints")
    assert isinstance(printed, Succeeded)
    failures = {name: o for name, o in outcomes.items() if isinstance(o, Failed)}
    assert {name: (o.place, o.kind) for name, o in failures.items()} == {
        "raises": (Place.RUN, FailureKind.RAISED),
        "refuses": (Place.RUN, FailureKind.REFUSED),
        "exits": (Place.RUN, FailureKind.RAISED),
        "cannot_construct": (Place.CONSTRUCT, FailureKind.RAISED),
        "generator_missing": (Place.IMPORT, FailureKind.RAISED),
        "aborts": (Place.RUN, FailureKind.DIED),
        "returns_rubbish": (Place.RUN, FailureKind.BROKE_RULES),
        "too_few": (Place.RUN, FailureKind.BROKE_RULES),
        "too_late": (Place.RUN, FailureKind.BROKE_RULES),
    }
    assert failures["refuses"].sentence == "This needs 4 bars before the region."
    assert "ZeroDivisionError" in failures["raises"].traceback
    assert failures["aborts"].sentence == "Aborts aborted itself while it wrote; the song is untouched."
    assert "a last word" in failures["aborts"].log
    assert "Fatal Python error" in failures["aborts"].log
    assert failures["too_late"].sentence.startswith("Take 1 has a note at bar 5.1.000, outside the bars")
    assert failures["too_few"].sentence == "Too few returned 1 of 2 takes."


def test_silent_plugin_is_stopped(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with _client(monkeypatch, site, "misbehaving", "hangs", "prints", hang_limit_s=0.3) as client:
        outcome = _run(client, "hangs")
        assert isinstance(outcome, Failed)
        assert (outcome.place, outcome.kind) == (Place.RUN, FailureKind.HUNG)
        assert "no sign of life for 0.3 s" in outcome.sentence
        assert isinstance(_run(client, "prints"), Succeeded)


def test_cancel_kills_a_plugin_that_does_not_listen(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with _client(monkeypatch, site, "misbehaving", "hangs", "prints", cancel_wait_s=0.1) as client:
        stop = threading.Event()
        outcome = client.run("hangs", small_request(), lambda _: stop.set(), stop)
        assert outcome == Cancelled((), killed=True)
        assert isinstance(_run(client, "prints"), Succeeded)


def test_cancel_keeps_the_takes_and_the_worker(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with _client(monkeypatch, site, "echo_generator", "echo", cancel_wait_s=5.0) as client:
        stop = threading.Event()

        def stop_after_first_take(message: Message) -> None:
            if isinstance(message, TakeReady):
                stop.set()

        request = small_request(takes=64, region=Region(2 * BAR, 500 * BAR))
        outcome = client.run("echo", request, stop_after_first_take, stop)
        assert isinstance(outcome, Cancelled)
        assert not outcome.killed
        assert 1 <= len(outcome.takes) < 64
        assert isinstance(_run(client, "echo"), Succeeded)


def test_what_a_listener_raises_cancels_the_run(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    def listener(_: Message) -> None:
        raise KeyboardInterrupt

    with _client(monkeypatch, site, "echo_generator", "echo") as client:
        with pytest.raises(KeyboardInterrupt):
            client.run("echo", small_request(), listener, threading.Event())
        assert isinstance(_run(client, "echo"), Succeeded)


def test_closing_ends_a_run_as_cancelled(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with _client(monkeypatch, site, "misbehaving", "hangs") as client:
        closer = threading.Thread(target=client.close)
        outcome = client.run("hangs", small_request(), lambda _: closer.start(), threading.Event())
        closer.join()
        assert isinstance(outcome, Cancelled)
        assert isinstance(_run(client, "hangs"), Cancelled)


def test_unknown_plugin_is_refused(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    with WorkerClient(()) as client:
        outcome = _run(client, "nobody")
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.REFUSED


@pytest.mark.skipif("sys.platform != 'linux'", reason="only Linux counts all data against RLIMIT_DATA")
def test_memory_limit_turns_greed_into_a_failure(monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
    (hungry,) = installed(monkeypatch, site, "misbehaving", "eats_memory")
    with WorkerClient([hungry], memory_limit_bytes=900 << 20) as client:
        outcome = _run(client, "eats_memory")
    assert isinstance(outcome, Failed)
    assert outcome.sentence == "Eats memory failed while it wrote: memory ran out."

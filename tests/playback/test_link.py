"""Two peers of a real Link session on this machine, and the song in step with one that is made up."""

import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from genre_studio.music.timing import meter_event
from genre_studio.playback import messages
from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.link_session import LinkSession, is_installed
from genre_studio.playback.live_messages import SetSync, SyncSource, SyncState
from genre_studio.playback.sync import Sync
from tests.helpers.playback import scale_song
from tests.helpers.rig import Rig

PATIENCE_S = 15.0
PPQ = 480

link_only = pytest.mark.skipif(
    not is_installed(), reason="Ableton Link is not installed: pip install .[link]"
)

OTHER = textwrap.dedent("""
    import sys, time
    from link import Link
    link = Link(float(sys.argv[1]))
    link.startStopSyncEnabled = True
    link.enabled = True
    for line in sys.stdin:
        state, now = link.captureAppSessionState(), link.clock().micros()
        if line.strip() in ("start", "stop"):
            state.setIsPlaying(line.strip() == "start", now)
            link.commitAppSessionState(state)
            time.sleep(0.3)
        elif line.strip():
            state.setTempo(float(line), now)
            link.commitAppSessionState(state)
            time.sleep(0.3)
        print(link.numPeers(), state.tempo(), state.phaseAtTime(now, 4), time.monotonic(), end=" ")
        print(int(link.captureAppSessionState().isPlaying()), flush=True)
""")


class Other:
    """A peer in a process of its own, as another program is."""

    def __init__(self, bpm: float) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(bpm)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, order: str = "") -> tuple[int, float, float, float]:
        """Peers, tempo, phase and when; first it starts, stops, or sets a tempo, if it is told to."""
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        peers, tempo, phase, at_s, has_started = self._process.stdout.readline().split()
        self.has_started = has_started == "1"
        return int(peers), float(tempo), float(phase), float(at_s)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        self._process.stdout.close()


def wait_until(is_true) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > deadline_s:
            pytest.skip("Link's peers do not find each other on this network")
        time.sleep(0.05)


@link_only
def test_two_peers_share_tempo_and_beat_and_ours_does_not_bring_its_own() -> None:
    other = Other(97.0)
    ours = None
    try:
        other.ask()
        time.sleep(1.0)  # the session is older than we are
        ours = LinkSession(140.0)
        session = ours

        def have_met() -> bool:
            session.look(time.monotonic())
            return session.peers == 1 and other.ask()[0] == 1

        wait_until(have_met)
        time.sleep(0.3)
        ours.look(time.monotonic())
        _, tempo, phase, at_s = other.ask()
        assert tempo == pytest.approx(97.0, abs=0.01)
        assert ours.bpm == pytest.approx(97.0, abs=0.01)
        apart = (ours.beats_at(at_s) - phase + 2) % 4 - 2
        assert apart * 60 / 97 == pytest.approx(0, abs=0.002)
        now_s = time.monotonic()
        start_s = ours.next_start_s(0.0, 4.0, now_s)
        assert 0 <= start_s - now_s <= 4 * 60 / 97
        assert (ours.beats_at(start_s) + 2) % 4 == pytest.approx(2.0, abs=1e-3)
        ours.set_bpm(133.0, time.monotonic())
        wait_until(lambda: other.ask()[1] == pytest.approx(133.0, abs=0.01))
        other.ask("88")
        wait_until(
            lambda: session.look(time.monotonic()) == [] and session.bpm == pytest.approx(88.0, abs=0.01)
        )
    finally:
        other.close()
        if ours is not None:
            ours.close()


@link_only
def test_two_peers_start_and_stop_together() -> None:
    other = Other(97.0)
    ours = None
    try:
        other.ask("start")
        time.sleep(1.0)
        ours = session = LinkSession(120.0)
        changes = []

        def look() -> None:
            session.look(time.monotonic())
            changes.append(session.take_change())

        def have_met() -> bool:
            look()
            return session.peers == 1 and other.ask()[0] == 1

        wait_until(have_met)
        deadline_s = time.monotonic() + 1.0
        while time.monotonic() < deadline_s:
            look()
            time.sleep(0.02)
        assert set(changes) == {None}  # that it runs already is no reason to start

        def hear(change: bool) -> bool:
            look()
            return changes[-1] is change

        other.ask("stop")  # a session passes on what changes after one has come
        other.ask("start")
        wait_until(lambda: hear(True))
        other.ask("stop")
        wait_until(lambda: hear(False))
        for has_started in (True, False):
            ours.set_started(has_started, time.monotonic())
            wait_until(
                lambda has_started=has_started: other.ask()[0] == 1 and other.has_started is has_started
            )
            look()
            assert changes[-1] is None  # our own doing is no news
    finally:
        other.close()
        if ours is not None:
            ours.close()


@link_only
def test_it_joins_only_after_a_while() -> None:
    session = LinkSession(120.0, now_s=10.0)
    session.look(10.4)
    assert not session.is_running
    session.look(10.5)
    assert session.is_running
    session.close()


def test_without_the_package_a_sentence_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "link", None)
    with pytest.raises(PlaybackError, match=r"pip install genre-studio\[link\]"):
        LinkSession(120.0)
    rig = Rig()
    rig.do(SetSync(SyncSource.LINK))
    assert rig.of(messages.EngineMessage)[0].text.startswith("Ableton Link is not installed")
    assert rig.beside.sync.source is SyncSource.INTERNAL


class MadeUpSession:
    """A session of one other peer, in the rig's time."""

    def __init__(self, bpm: float, now_s: float) -> None:
        self.bpm, self.began_s, self.is_running, self.peers = 100.0, now_s - 0.7, True, 1
        self.asked: list[float] = [bpm]
        self.started: list[tuple[bool, float]] = []
        self.change: bool | None = None

    def take_change(self) -> bool | None:
        change, self.change = self.change, None
        return change

    def set_started(self, has_started: bool, at_s: float) -> None:
        self.started.append((has_started, at_s))

    def look(self, now_s: float) -> list[object]:
        return []

    def beats_at(self, now_s: float, quantum: float = 4.0) -> float:
        return (now_s - self.began_s) * self.bpm / 60

    def next_start_s(self, phase: float, quantum: float, now_s: float) -> float:
        return now_s + ((phase - self.beats_at(now_s)) % quantum) * 60 / self.bpm

    def set_bpm(self, bpm: float, now_s: float) -> None:
        self.asked.append(bpm)

    def close(self) -> None:
        self.is_running = False


@pytest.fixture
def rig() -> Rig:
    rig = Rig()
    rig.set_song(scale_song(64, PPQ // 2))
    rig.beside.sync._make_link = MadeUpSession
    rig.do(SetSync(SyncSource.LINK))
    return rig


def session_of(sync: Sync) -> MadeUpSession:
    return sync._link


def test_playing_waits_for_the_sessions_bar_and_keeps_its_tempo(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    rig.play(0)
    assert not rig.player.scheduler.is_playing
    rig.run(4 * 0.6)
    rig.run(6 * 0.6)
    beats = session.beats_at(rig.now_s)
    assert rig.tick / PPQ % 4 == pytest.approx(beats % 4, abs=0.01)
    ons = [time_s for time_s, message in rig.heard() if message[0] == 0x90]
    assert session.beats_at(ons[0]) % 4 == pytest.approx(0, abs=0.01)
    assert rig.of(SyncState)[-1] == SyncState(SyncSource.LINK, 100.0, 1, True)


def test_from_the_second_beat_it_starts_on_the_sessions_second_beat(rig: Rig) -> None:
    rig.play(PPQ)
    rig.run(5.0)
    assert rig.tick / PPQ % 4 == pytest.approx(session_of(rig.beside.sync).beats_at(rig.now_s) % 4, abs=0.01)


def test_the_sessions_tempo_is_followed_and_a_tempo_by_hand_is_told_to_it(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    rig.play(0)
    rig.run(4.0)
    before_s, before = rig.now_s, rig.tick
    session.began_s = rig.now_s - session.beats_at(rig.now_s) * 60 / 50
    session.bpm = 50.0
    rig.run(1.2)
    assert (rig.tick - before) / PPQ == pytest.approx((rig.now_s - before_s) * 50 / 60, abs=0.02)
    rig.set_song(scale_song(64, PPQ // 2, tempo_us=400_000))
    assert session.asked[1:] == [150.0]


def test_moved_by_hand_it_goes_on_there_with_the_next_bar(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    rig.play(0)
    rig.run(4.0)
    rig.do(messages.Locate(8 * PPQ))
    rig.run(0.05)
    assert not rig.player.scheduler.is_playing
    rig.run(4.0)
    assert 8 * PPQ < rig.tick < 16 * PPQ
    assert rig.tick / PPQ % 4 == pytest.approx(session.beats_at(rig.now_s) % 4, abs=0.01)


def test_what_is_played_before_it_has_joined_begins_once_it_has(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    session.is_running = False
    rig.play(0)
    rig.run(1.0)
    assert not rig.player.scheduler.is_playing
    session.is_running = True
    rig.run(4.0)
    assert rig.tick / PPQ % 4 == pytest.approx(session.beats_at(rig.now_s) % 4, abs=0.01)


def test_stop_while_it_waits_for_the_bar_means_not_to_start(rig: Rig) -> None:
    rig.play(0)
    rig.do(messages.Stop())
    rig.run(5.0)
    assert not rig.heard()


def test_the_package_is_not_imported_unless_it_is_asked_for() -> None:
    code = "import sys, genre_studio.playback.engine; sys.exit('link' in sys.modules)"
    root = str(Path(__file__).parents[2])
    assert (
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": root, "PATH": ""}, check=False
        ).returncode
        == 0
    )


def test_in_three_four_it_waits_for_a_bar_of_three(rig: Rig) -> None:
    song = replace(scale_song(64, PPQ // 2), meters=(meter_event(0, 3, 4),))
    rig.set_song(song)
    session = session_of(rig.beside.sync)
    rig.play(4 * PPQ)  # the second beat of the second bar
    rig.run(5.0)
    assert rig.tick / PPQ % 3 == pytest.approx(session.beats_at(rig.now_s) % 3, abs=0.01)


def test_play_and_stop_are_told_to_the_session_with_their_times(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    rig.play(0)
    ((has_started, at_s),) = session.started
    assert has_started
    assert session.beats_at(at_s) % 4 == pytest.approx(0, abs=1e-6)
    rig.run(4.0)
    rig.do(messages.Stop())
    assert session.started[1:] == [(False, rig.now_s)]


def test_a_peer_that_starts_takes_us_along_on_the_bar_and_one_that_stops_stops_us(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    session.change = True
    rig.run(5.0)
    assert rig.player.scheduler.is_playing
    assert rig.tick / PPQ % 4 == pytest.approx(session.beats_at(rig.now_s) % 4, abs=0.01)
    session.change = True  # from another one, while we play already
    before = rig.tick
    rig.run(0.5)
    assert rig.tick > before
    session.change = False
    rig.run(0.1)
    assert not rig.player.scheduler.is_playing
    assert not len(rig.player.keys)


def test_a_song_that_ends_or_a_session_that_is_left_stops_no_other(rig: Rig) -> None:
    session = session_of(rig.beside.sync)
    rig.set_song(scale_song(1, PPQ // 2))
    rig.play(0)
    rig.run(6.0)
    assert not rig.player.scheduler.is_playing
    rig.do(SetSync(SyncSource.INTERNAL))
    assert [has_started for has_started, _ in session.started] == [True]

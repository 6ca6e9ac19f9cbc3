"""The player with outputs that come and go, under a clock that tests move."""

from dataclasses import replace

import pytest

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.song import Song
from genre_studio.playback import messages
from genre_studio.playback.addresses import PortNumbers
from genre_studio.playback.messages import (
    Activity,
    EngineMessage,
    Output,
    OutputKind,
    OutputsChanged,
    Playhead,
    PreviewNote,
    SetMetronome,
)
from genre_studio.playback.player import Player
from genre_studio.playback.port_keeper import OutputsSeen, PortOpened, PortRefused
from genre_studio.playback.ports import PortLost
from genre_studio.playback.score import score_of
from tests.helpers.playback import scale_song


class Device:
    """A port that remembers what it was sent, and that can be pulled out."""

    def __init__(self):
        self.sent = []
        self.is_open = True
        self.is_there = True

    def send(self, message):
        if not self.is_there:
            raise PortLost("The MIDI output does not answer any more.")
        self.sent.append(message.hex())

    def close(self):
        self.is_open = False

    def taken(self):
        sent, self.sent = self.sent, []
        return sent


class Rig:
    """A player on a desk with devices 'a', 'b' and 'c'; what is not on the desk cannot be opened."""

    def __init__(self, *there):
        self.there = list(there)
        self.devices, self.told, self.asked = {}, [], []
        self.numbers = PortNumbers()
        self.player = Player(self, self.told.append, self.numbers)
        self.now_s = 10.0
        self.see()
        self.player.open_first("a", "synth")
        self.answer()

    def open(self, number, output_id):
        self.asked.append((number, output_id))

    def close_port(self, port):
        port.close()

    def look(self):
        self.see()

    def see(self):
        self.player.ports_changed(
            OutputsSeen(tuple(Output(id, id.upper(), OutputKind.PORT) for id in self.there)), self.now_s
        )
        self.answer()

    def answer(self):
        while self.asked:
            number, id = self.asked.pop(0)
            if id in self.there:
                self.devices[id] = Device()
                news = PortOpened(number, id, self.devices[id])
            else:
                news = PortRefused(number, id, f"'{id}' is not there.")
            self.player.ports_changed(news, self.now_s)

    def song(self, song):
        self.player.set_score(score_of(song, self.numbers), self.now_s)
        self.answer()

    def play(self, tick=0, loop=None, **options):
        self.player.play(messages.Play(tick, loop, **options), self.now_s)

    def run(self, seconds):
        end_s = self.now_s + seconds
        while (due_s := self.player.next_due_s()) <= end_s:
            self.now_s = max(self.now_s, due_s)
            self.player.step(self.now_s)
        self.now_s = end_s

    def said(self, kind):
        return [event for event in self.told if isinstance(event, kind)]


def band(*output_ids, **options):
    """One track of four half-second notes for each output, on channels 0, 1, ..."""
    tracks = [
        replace(scale_song(4, 480, channel=i).tracks[0], output_id=id, **options)
        for i, id in enumerate(output_ids)
    ]
    return Song(tracks=tuple(tracks))


def test_each_track_sounds_at_its_own_output_and_the_others_at_the_main_one():
    rig = Rig("a", "b", "c")
    rig.song(band("", "b", "c", "b"))
    rig.play()
    rig.run(0.1)
    assert rig.devices["a"].sent == ["903c60"]
    assert rig.devices["b"].sent == ["913c60", "933c60"]
    assert rig.devices["c"].sent == ["923c60"]
    rig.player.stop(rig.now_s)
    assert rig.devices["b"].sent[2:] == ["813c40", "833c40"]


def test_a_track_that_names_the_main_output_does_not_sound_twice():
    rig = Rig("a")
    song = band("", "a")
    rig.song(replace(song, tracks=tuple(replace(track, channel=0) for track in song.tracks)))
    rig.play()
    rig.run(0.1)
    assert rig.devices["a"].sent == ["903c60"]


def test_a_port_that_goes_and_returns_while_playing_is_owed_the_end_of_its_note():
    rig = Rig("a", "b")
    rig.song(band("", "b"))
    rig.play()
    rig.run(0.1)
    rig.there.remove("b")
    rig.see()
    assert [event.text for event in rig.said(EngineMessage)] == [
        "The output 'B' is gone; it is used again once it is back."
    ]
    assert rig.said(OutputsChanged)[-1].missing == ("b",)
    rig.run(0.5)
    assert rig.devices["a"].taken() == ["903c60", "803c40", "903d60"]
    rig.there.append("b")
    rig.see()
    owed = rig.devices["b"].taken()
    assert [message for message in owed if message[0] == "8"] == ["813c40"]
    assert {f"b{channel:x}7b00" for channel in range(16)} < set(owed)
    assert rig.said(OutputsChanged)[-1].missing == ()
    rig.run(0.5)
    assert rig.devices["b"].taken() == ["913e60"]


def test_a_port_that_fails_while_it_is_played_is_left_and_the_rest_goes_on():
    rig = Rig("a", "b")
    rig.song(band("", "b"))
    rig.play()
    rig.devices["b"].is_there = False
    rig.run(0.6)
    assert rig.devices["a"].sent == ["903c60", "803c40", "903d60"]
    assert len(rig.said(EngineMessage)) == 1
    assert not rig.devices["b"].is_open


def test_a_pedal_that_was_down_is_lifted_when_the_port_is_back():
    pedal = make_channel_events([(0, ChannelEventKind.CONTROL, 64, 127)])
    rig = Rig("a", "b")
    rig.song(band("b", events=pedal))
    rig.play()
    rig.run(0.1)
    rig.there.remove("b")
    rig.see()
    rig.player.stop(rig.now_s)
    rig.there.append("b")
    rig.see()
    assert {"803c40", "b04000"} <= set(rig.devices["b"].sent)
    assert "b0407f" not in rig.devices["b"].sent


def test_what_was_sent_to_nobody_before_the_loss_was_seen_is_sent_again():
    rig = Rig("a", "b")
    rig.song(band("b"))
    rig.play()
    rig.run(0.4)
    rig.devices["b"].send = lambda message: None  # pulled out, which nobody notices yet
    rig.run(0.2)
    rig.there.remove("b")
    rig.see()
    rig.there.append("b")
    rig.see()
    assert [message for message in rig.devices["b"].sent if message[0] in "89"] == ["803d40", "803c40"]


def test_the_main_output_is_stood_in_for_until_it_comes():
    rig = Rig("synth")
    assert rig.said(OutputsChanged)[-1].current == "synth"
    rig.song(band(""))
    rig.play()
    rig.run(0.1)
    rig.there.append("a")
    rig.see()
    assert rig.devices["synth"].sent == ["903c60", "803c40"]
    assert not rig.devices["synth"].is_open
    rig.run(0.5)
    assert rig.devices["a"].sent == ["903d60"]


def test_outputs_that_no_track_names_any_more_are_let_go_but_not_those_of_muted_tracks():
    rig = Rig("a", "b", "c")
    rig.song(band("b", "c"))
    rig.play()
    rig.run(0.1)
    rig.song(band("b", "c", muted=True))
    assert rig.devices["b"].sent == ["903c60", "803c40"]
    assert rig.devices["b"].is_open
    rig.song(band("b"))
    assert rig.devices["b"].is_open
    assert not rig.devices["c"].is_open


def test_panic_reaches_every_output():
    rig = Rig("a", "b", "c")
    rig.song(band("", "b", "c"))
    rig.player.panic(rig.now_s)
    for id in "abc":
        assert {f"b{channel:x}7b00" for channel in range(16)} <= set(rig.devices[id].sent)


def test_quitting_lets_go_of_everything_everywhere():
    rig = Rig("a", "b")
    rig.song(band("", "b"))
    rig.play()
    rig.run(0.1)
    rig.player.preview(PreviewNote(5, 3, 70, 90, 60.0, "b"), rig.now_s)
    rig.player.close()
    assert rig.devices["a"].sent == ["903c60", "803c40"]
    assert rig.devices["b"].sent == ["913c60", "95465a", "813c40", "854640"]
    assert not rig.devices["a"].is_open
    assert not rig.devices["b"].is_open


def test_the_metronome_clicks_on_an_output_of_its_own():
    rig = Rig("a", "b")
    rig.song(band(""))
    rig.player.set_metronome(SetMetronome(True, "b"), rig.now_s)
    rig.answer()
    rig.play()
    rig.run(0.9)
    assert rig.devices["b"].sent == ["994c70", "894c40", "994d54", "894d40"]
    rig.player.set_metronome(SetMetronome(False), rig.now_s)
    assert not rig.devices["b"].is_open


def test_a_count_in_is_heard_and_seen_before_the_first_note():
    rig = Rig("a")
    rig.song(band(""))
    rig.play(count_in_bars=1)
    assert rig.said(Playhead)[-1] == Playhead(0, True, is_counting_in=True)
    rig.run(1.99)
    assert [m for m in rig.devices["a"].taken() if m.startswith("9")] == [
        "994c70",
        "994d54",
        "994d54",
        "994d54",
    ]
    counted = [p.count_in_beat for p in rig.said(Playhead) if p.is_counting_in]
    assert list(dict.fromkeys(counted)) == [0, 1, 2, 3, 4]
    assert counted == sorted(counted)
    rig.run(0.02)
    assert rig.devices["a"].taken() == ["903c60"]
    rig.run(0.04)
    assert rig.said(Playhead)[-1].count_in_beat == 0


def test_what_was_sent_and_how_late_is_told():
    rig = Rig("a", "b")
    rig.song(band("", "b"))
    rig.play()
    rig.now_s += 0.02
    rig.player.step(rig.now_s)
    assert rig.said(Activity) == [Activity(("a", "b"), pytest.approx(0.02))]


class Follower:
    """Asks for a step at tick 960, and remembers how the song ran."""

    def __init__(self):
        self.lines, self.steps = [], []

    def next_due_s(self):
        line = self.lines[-1] if self.lines else None
        return line.time_at(960) if line and line.is_playing and not self.steps else float("inf")

    def step(self, now_s):
        if now_s >= self.next_due_s():
            self.steps.append(now_s)

    def line_changed(self, line, now_s):
        self.lines.append(line)


def test_what_runs_beside_the_song_is_told_of_its_line():
    rig = Rig("a")
    follower = Follower()
    rig.player.add(follower)
    rig.song(band(""))
    rig.play()
    rig.run(1.5)
    assert follower.steps == [pytest.approx(11.0)]
    assert follower.lines[-1].tick_at(11.25) == pytest.approx(1200)
    rig.player.stop(rig.now_s)
    rig.run(0.1)
    assert not follower.lines[-1].is_playing

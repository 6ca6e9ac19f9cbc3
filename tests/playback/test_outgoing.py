"""Outputs that want their messages earlier or later than others, under a clock that tests move."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.playback.outgoing import MOST_LEAD_S, Outgoing
from genre_studio.playback.output_slots import OutputSlots

ON, OFF, ON_C, PEDAL = b"\x90\x40\x50", b"\x80\x40\x40", b"\x90\x3c\x50", b"\xb0\x40\x7f"
DAW, SYNTH = 0, 1


class Recorder:
    """A port that remembers what it was sent and when, by the rig's real clock."""

    def __init__(self, rig, ahead_s=0.0):
        self._rig, self.sent, self.ahead_s = rig, [], ahead_s

    def send(self, message):
        self.sent.append((round(self._rig.clock_s, 6), message))

    def close(self):
        pass


class Rig:
    """The output 'daw' at 0 and 'synth' at 1, played by somebody whose clock is as far ahead as is wished."""

    def __init__(self, daw_ahead_s=0.0, **leads_s):
        self.clock_s = 100.0
        self.slots = OutputSlots(self)
        self.ports = [Recorder(self, daw_ahead_s), Recorder(self)]
        for number, id in enumerate(("daw", "synth")):
            self.slots.want(number, id)
            self.slots.take(number, id, self.ports[number])
        self.outgoing = Outgoing(self.slots)
        self.outgoing.set_leads(leads_s)

    def open(self, number, output_id):
        pass

    def close_port(self, port):
        pass

    def look(self):
        pass

    def play(self, events, until_s=101.0):
        """Send (due_s, number, message) as a player does that wakes when something is due."""
        events = sorted(events, key=lambda event: event[0])
        while True:
            due_s = min(events[0][0] if events else inf, self.outgoing.next_due_s())
            if due_s == inf:
                return
            self.clock_s = max(self.clock_s, due_s - self.outgoing.ahead_s)
            now_s = self.clock_s + self.outgoing.ahead_s
            self.outgoing.release(now_s)
            while events and events[0][0] <= now_s:
                due_s, number, message = events.pop(0)
                self.outgoing.put([(number, message)], due_s, now_s)


def test_without_wishes_everything_goes_out_at_once() -> None:
    rig = Rig()
    assert rig.outgoing.ahead_s == 0
    rig.play([(100.5, DAW, ON), (100.5, SYNTH, ON)])
    assert rig.ports[DAW].sent == rig.ports[SYNTH].sent == [(100.5, ON)]


@pytest.mark.parametrize(("leads_s", "daw_s", "synth_s"), [
    ({"daw": 0.02}, 100.48, 100.5),
    ({"daw": -0.02}, 100.52, 100.5),
    ({"daw": 0.02, "synth": 0.05}, 100.48, 100.45),
    ({"daw": -0.02, "synth": -0.05}, 100.52, 100.55),
])  # fmt: skip
def test_each_output_is_sent_to_as_much_earlier_or_later_as_it_wants(leads_s, daw_s, synth_s) -> None:
    rig = Rig(**leads_s)
    rig.play([(100.5, DAW, ON), (100.5, SYNTH, ON)])
    assert rig.ports[DAW].sent == [(daw_s, ON)]
    assert rig.ports[SYNTH].sent == [(synth_s, ON)]


def test_what_a_port_wants_by_itself_comes_on_top() -> None:
    rig = Rig(daw_ahead_s=0.003, daw=0.02)
    rig.play([(100.5, DAW, ON), (100.5, SYNTH, ON)])
    assert (rig.ports[DAW].sent, rig.ports[SYNTH].sent) == ([(100.477, ON)], [(100.5, ON)])


def test_a_wish_beyond_all_sense_is_held() -> None:
    assert Rig(daw=7.0).outgoing.ahead_s == MOST_LEAD_S


def test_a_hand_overtakes_what_waits_but_for_its_own_key() -> None:
    rig = Rig(daw=0.1)
    rig.outgoing.put([(SYNTH, ON), (SYNTH, OFF)], 100.1, 100.1)
    rig.outgoing.put_now([(SYNTH, ON_C), (SYNTH, ON), (SYNTH, PEDAL)])
    assert [message for _, message in rig.ports[SYNTH].sent] == [ON_C, PEDAL]
    rig.play([])
    assert [message for _, message in rig.ports[SYNTH].sent][2:] == [ON, OFF, ON]


def test_an_output_that_is_left_gets_what_waits_but_no_note_begins_there() -> None:
    rig = Rig(daw=0.1)
    rig.outgoing.put([(SYNTH, OFF), (SYNTH, ON), (SYNTH, PEDAL)], 100.1, 100.1)
    rig.outgoing.flush(SYNTH)
    assert [message for _, message in rig.ports[SYNTH].sent] == [OFF, PEDAL]
    assert rig.outgoing.next_due_s() == inf


def test_the_worst_lateness_is_that_against_what_each_output_wanted() -> None:
    rig = Rig(daw=0.1)
    rig.outgoing.put([(DAW, ON), (SYNTH, ON)], 100.1, 100.102)  # the player itself is 2 ms late
    assert rig.outgoing.take_worst_late_s() == pytest.approx(0.002)
    rig.outgoing.release(100.203)
    assert rig.outgoing.take_worst_late_s() == pytest.approx(0.003)
    assert rig.outgoing.take_worst_late_s() == 0


leads = st.floats(-MOST_LEAD_S, MOST_LEAD_S)


@given(st.lists(st.tuples(st.floats(100, 101), st.sampled_from([DAW, SYNTH]))), leads, leads)
def test_nothing_is_lost_and_each_output_keeps_its_order_whatever_it_wants(when, daw, synth) -> None:
    rig = Rig(daw=daw, synth=synth)
    events = [(due_s, number, bytes((0x90, i, 1))) for i, (due_s, number) in enumerate(sorted(when)[:128])]
    rig.play(events)
    for number in (DAW, SYNTH):
        assert [m for _, m in rig.ports[number].sent] == [m for _, n, m in events if n == number]

"""The engine without its process: commands in, messages to outputs, events out. The clock is passed in."""

from collections.abc import Callable, Mapping
from math import inf

from genre_studio.playback import messages
from genre_studio.playback.activity import ActivityMeter
from genre_studio.playback.addresses import MAIN, PortNumbers, Sent
from genre_studio.playback.channel_settings import ToldSettings
from genre_studio.playback.companion import Companion
from genre_studio.playback.held_keys import HeldKeys, Holder
from genre_studio.playback.messages import EngineEvent, EngineMessage, Output, OutputsChanged, Playhead
from genre_studio.playback.outgoing import Outgoing
from genre_studio.playback.output_slots import NO_OUTPUT, OutputSlots, PortOpener
from genre_studio.playback.port_keeper import PortNews, PortOpened, PortRefused
from genre_studio.playback.port_names import is_there, title_of
from genre_studio.playback.ports import panic_messages
from genre_studio.playback.previews import Previews
from genre_studio.playback.scheduler import STALL_S, Scheduler
from genre_studio.playback.score import EMPTY_SCORE, Score
from genre_studio.playback.transport import Timeline

_PLAYHEAD_INTERVAL_S = 1 / 30


class Player:
    """`tell` is called with each event for the window; all times are of one monotonic clock, in seconds.

    A time says when something sounds. So that outputs may be sent to before that, `now_s` has to be ahead of
    the real clock by `ahead_s`.
    """

    def __init__(
        self, opener: PortOpener, tell: Callable[[EngineEvent], None], numbers: PortNumbers | None = None
    ) -> None:
        self._opener = opener
        self._tell = tell
        self._numbers = numbers or PortNumbers()
        self._slots = OutputSlots(opener)
        self._outgoing = Outgoing(self._slots)
        self._now_s = 0.0
        self._stand_in = ""  # opened where the main output cannot be, the first time
        self._listed: tuple[Output, ...] = ()
        self.keys = HeldKeys()
        self._told = ToldSettings()
        self.scheduler = Scheduler(self.keys, self._told)
        self._score = EMPTY_SCORE
        self._metronome = messages.SetMetronome(False)
        self._previews = Previews(self.keys)
        self._next_playhead_s = 0.0
        self._activity = ActivityMeter()
        self._companions: list[Companion] = []
        self._beside_ids: frozenset[str] = frozenset()
        self._revision = self.scheduler.revision

    def add(self, companion: Companion) -> None:
        """Have something run beside the song from here on."""
        self._companions.append(companion)

    @property
    def is_getting_ready(self) -> bool:
        """Whether what is played now would be missed by an output that is about to be there."""
        return self._slots.is_opening and not self.scheduler.is_playing

    def open_beside(self, output_ids: frozenset[str]) -> None:
        """Have these outputs open as well, whoever plays there: what runs beside the song sends to them."""
        self._beside_ids = output_ids
        self._want_outputs()

    @property
    def loop(self) -> messages.Loop | None:
        return self.scheduler.loop

    def line_at(self, now_s: float) -> Timeline:
        """How the song runs as of now."""
        return self.scheduler.line_at(now_s)

    def place_in_bar(self, tick: float) -> tuple[float, float]:
        """How far into its bar a tick is, and how long that bar is, both in quarter notes."""
        meters, at = self._score.meter_map, int(tick)
        bar_ticks = meters.meter_at(at).bar_ticks(meters.ppq)
        return (tick - meters.bar_start_at(at)) / meters.ppq, bar_ticks / meters.ppq

    def steer(self, tick: float, rate: float, now_s: float) -> None:
        """Follow somebody else's beat: see `Scheduler.steer`."""
        self.send(self.scheduler.steer(tick, rate, now_s))

    def number_of(self, output_id: str) -> int:
        """The number at which an output is played: one that is the main output has no other."""
        return MAIN if output_id == self._slots[MAIN].wanted else self._numbers.of(output_id)

    def is_open(self, number: int) -> bool:
        return number in self._slots.numbers and self._slots[number].port is not None

    def set_program(self, output_id: str, channel: int, program: int) -> None:
        """Let a channel sound as it should under a hand. A song that plays keeps its own programs."""
        if not self.scheduler.is_playing:
            message = bytes((0xC0 | channel, program))
            self.send_now(self._told.change_to_some([(self.number_of(output_id), message)]))

    def next_due_s(self) -> float:
        """When `step` has something to do; infinity where it has not."""
        if self.scheduler.revision != self._revision:
            return -inf  # what runs beside the song has to know at once
        playhead_s = self._next_playhead_s if self.scheduler.is_playing else inf
        others_s = min((each.next_due_s() for each in self._companions), default=inf)
        own_s = min(self.scheduler.next_due_s(), self._previews.next_due_s(), self._activity.next_due_s())
        return min(own_s, playhead_s, others_s, self._outgoing.next_due_s())

    @property
    def ahead_s(self) -> float:
        """By how much what is done now is done before it sounds."""
        return self._outgoing.ahead_s

    def set_leads(self, leads_s: Mapping[str, float]) -> None:
        """How much earlier than it should sound each output is sent to, by its id; negative is later."""
        self._outgoing.set_leads(leads_s)

    def step(self, now_s: float) -> None:
        """Send what is due."""
        was_playing = self.scheduler.is_playing
        self._now_s = now_s
        self._lose_all(self._outgoing.release(now_s))
        self._advance_song(now_s)
        self._tell_line(now_s)  # before they step, so that a loop's wrap comes where it was
        for companion in self._companions:
            companion.step(now_s)
        self.send_now(self._previews.advance(now_s))
        self._activity.note_late(self._outgoing.take_worst_late_s())
        if was_playing and (now_s >= self._next_playhead_s or not self.scheduler.is_playing):
            self._tell_playhead(now_s)
        if now_s >= self._activity.next_due_s():
            self._tell(self._activity.report(now_s, self._id_at))

    def set_score(self, score: Score, now_s: float) -> None:
        self._score = score
        self._want_outputs()
        self._give_score(now_s)

    def play(self, command: messages.Play, now_s: float) -> None:
        bars, past_end = command.count_in_bars, command.past_end
        sent = self.scheduler.play(
            command.from_tick, command.loop, now_s, count_in_bars=bars, past_end=past_end
        )
        self.send(sent)
        self._tell_playhead(now_s)

    def stop(self, now_s: float) -> None:
        self.send(self.scheduler.stop(now_s))
        self.send(self._previews.release_all())
        self._tell_playhead(now_s)

    def locate(self, tick: int, now_s: float) -> None:
        self.send(self.scheduler.locate(tick, now_s))
        self._tell_playhead(now_s)

    def set_loop(self, loop: messages.Loop | None, now_s: float) -> None:
        self.send(self.scheduler.set_loop(loop, now_s))

    def set_metronome(self, command: messages.SetMetronome, now_s: float) -> None:
        self._metronome = command
        self._want_outputs()
        self._place_clicks(now_s)

    def preview(self, command: messages.PreviewNote, now_s: float) -> None:
        """Sound one note. A song that plays keeps its own programs."""
        port = self.number_of(command.output_id)
        self.set_program(command.output_id, command.channel, command.program)
        self.send_now(self._previews.press(command, port, now_s))

    def panic(self, now_s: float) -> None:
        """Stop, and turn everything off that any synth at any output could have on."""
        self.stop(now_s)
        for number in self._slots.numbers:
            self._outgoing.flush(number)
            self.send_now([(number, message) for message in panic_messages()])
            self._told.forget(number)

    def silence(self) -> None:
        """Let go of all keys and pedals: before the outputs close."""
        self.send(self.scheduler.stop(0.0))
        for holder in Holder:
            self.send(self.keys.release_all(holder))
        for number in self._slots.numbers:
            self._outgoing.flush(number)

    def open_first(self, output_id: str, stand_in: str) -> None:
        """Open the main output, or another one until it returns; then say what there is."""
        self._stand_in = stand_in
        self._slots.want(MAIN, output_id)

    def list_outputs(self) -> None:
        """Look again, for MIDI systems that were started since as well, and say what there is."""
        self._opener.look()

    def set_output(self, output_id: str, now_s: float) -> None:
        """Move to another output; what plays goes on there."""
        self._stand_in = ""
        self._leave(MAIN)
        self._slots.release(MAIN)
        self._slots[MAIN].wanted = output_id
        self._want_outputs()  # before it is opened: a track may have held it
        self._slots.want(MAIN, output_id)
        self._give_score(now_s)
        self._place_clicks(now_s)

    def ports_changed(self, news: PortNews, now_s: float) -> None:
        """What the keeper of the ports has to say."""
        match news:
            case PortOpened(number, output_id, port):
                if self._slots.awaits(number, output_id):
                    self._leave(number)  # what stood in for it
                    self._slots.take(number, output_id, port)
                    self._begin_at(number, now_s)
                    self._tell_outputs()
                else:
                    self._opener.close_port(port)
            case PortRefused(number, output_id, sentence):
                if self._slots.awaits(number, output_id):
                    if self._slots.refuse(number, sentence):
                        self._tell(EngineMessage(sentence))
                    self._try_stand_in(number, output_id)
                    self._tell_outputs()
            case _:
                self._outputs_seen(news.outputs)

    def close(self) -> None:
        self.silence()
        self._slots.close()

    def send(self, sent: list[Sent], due_s: float | None = None) -> None:
        """Send messages to outputs by their numbers, to sound at `due_s` (or now).

        An output that is gone is left, and said to be.
        """
        if sent:
            self._activity.note_sent(sent)
            self._lose_all(self._outgoing.put(sent, self._now_s if due_s is None else due_s, self._now_s))

    def send_now(self, sent: list[Sent]) -> None:
        """The same for what a hand plays: it waits for nothing."""
        if sent:
            self._activity.note_sent(sent)
            self._lose_all(self._outgoing.put_now(sent))

    def _advance_song(self, now_s: float) -> None:
        """Send what is due of the song, each at its own time, as long as the song was not held up."""
        while now_s - STALL_S <= (due_s := self.scheduler.next_due_s()) < now_s:
            self.send(self.scheduler.advance(due_s), due_s)
        self.send(self.scheduler.advance(now_s))

    def _lose_all(self, lost: dict[int, str]) -> None:
        for number, why in lost.items():
            self._lose(number, why)

    def _id_at(self, number: int) -> str:
        return self._slots[number].current if number in self._slots.numbers else NO_OUTPUT

    def _want_outputs(self) -> None:
        """Have those outputs open, beside the main one, that the tracks, the metronome and others name."""
        ids = {self._numbers.id_of(number) for number in self._score.ports}
        if self._metronome.is_on:
            ids.add(self._metronome.output_id)
        ids |= self._beside_ids
        wanted = {self.number_of(id) for id in ids - {""}} - {MAIN}
        for number in self._slots.numbers - wanted - {MAIN}:
            self._leave(number)
            self._slots.drop(number)
        for number in wanted - self._slots.numbers:
            self._slots.want(number, self._numbers.id_of(number))

    def _give_score(self, now_s: float) -> None:
        main = self._numbers.of(self._slots[MAIN].wanted)
        score = self._score.with_port_as_main(main) if main in self._score.ports else self._score
        self.send(self.scheduler.set_score(score, now_s))

    def _place_clicks(self, now_s: float) -> None:
        on = self._metronome.is_on
        number = self.number_of(self._metronome.output_id) if on else None
        if number != self.scheduler.click_port:
            self.send(self.scheduler.set_metronome(number, now_s))

    def _begin_at(self, number: int, now_s: float) -> None:
        """An output is open: end what it was left with, and tell it how its channels stand."""
        slot = self._slots[number]
        owed, slot.owed = slot.owed, []
        self._told.forget(number)
        self.send([(number, message) for message in owed])
        self.send(self.scheduler.restate(now_s))

    def _leave(self, number: int) -> None:
        """Let go of everything at an output that goes on without us."""
        self.send(self.keys.forget(number))
        self.send(self._told.let_go(number))
        self._outgoing.flush(number)
        self._told.forget(number)

    def _lose(self, number: int, sentence: str) -> None:
        """An output is gone: play on in silence there."""
        owed = self.keys.forget(number) + self._told.let_go(number)
        self._told.forget(number)
        self._outgoing.discard(number)
        self._slots.lose(number, [message for _, message in owed])
        self._tell(EngineMessage(sentence))
        self._tell_outputs()

    def _try_stand_in(self, number: int, output_id: str) -> None:
        stand_in, self._stand_in = self._stand_in, ""
        if number == MAIN and stand_in not in ("", output_id):
            self._slots.ask(MAIN, stand_in)

    def _outputs_seen(self, outputs: tuple[Output, ...]) -> None:
        """The outputs that exist now: leave those that vanished, take up the wanted ones that returned."""
        before, self._listed = self._listed, outputs
        for number in self._slots.numbers:
            slot = self._slots[number]
            if is_there(slot.current, before) and not is_there(slot.current, outputs):
                title = next((o.title for o in before if o.id == slot.current), title_of(slot.current))
                self._lose(number, f"The output '{title}' is gone; it is used again once it is back.")
            elif slot.current != slot.wanted and is_there(slot.wanted, outputs):
                self._slots.ask(number, slot.wanted)
        self._tell_outputs()

    def _tell_outputs(self) -> None:
        if not self._slots[MAIN].asked:  # else there is more to say in a moment
            self._tell(OutputsChanged(self._listed, self._slots[MAIN].current, self._slots.missing))

    def _tell_playhead(self, now_s: float) -> None:
        self._next_playhead_s = now_s + _PLAYHEAD_INTERVAL_S
        heard_s = now_s - self.ahead_s
        line = self.scheduler.line_at(heard_s)
        counts_in = line.is_playing and heard_s < line.starts_s
        beat = self.scheduler.count_in_beat if counts_in else 0
        self._tell(Playhead(self.scheduler.tick_at(heard_s), line.is_playing, counts_in, beat))

    def _tell_line(self, now_s: float) -> None:
        """Say to what runs beside the song that it goes on otherwise than it did."""
        if self.scheduler.revision != self._revision:
            self._revision = self.scheduler.revision
            line = self.scheduler.line_at(now_s)
            for companion in self._companions:
                companion.line_changed(line, now_s)

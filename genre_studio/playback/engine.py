"""The engine process: reads commands, sends messages on time, says where it is. Argument: an output id.

The main thread plays. One thread reads commands and turns songs into scores, one writes events, one
opens ports and watches for those that come and go: none of them is ever waited for by the thread that plays.
"""

import io
import os
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO, TypeAlias

from genre_studio.playback import messages
from genre_studio.playback.addresses import PortNumbers
from genre_studio.playback.beside import Beside
from genre_studio.playback.breath import Breath
from genre_studio.playback.input_tender import Heard, InputsSeen
from genre_studio.playback.messages import Command, EngineEvent, Playhead
from genre_studio.playback.outputs import SYNTH, Outputs
from genre_studio.playback.player import Player
from genre_studio.playback.port_keeper import OutputsSeen, PortKeeper, PortOpened, PortRefused
from genre_studio.playback.priority import prefer_this_process, stop_collecting
from genre_studio.playback.score import Score, make_score
from genre_studio.playback.snapshot import SnapshotReceiver
from genre_studio.playback.warm_up import warm_up
from genre_studio.playback.wire import read_value, write_value

_ORPHAN_CHECK_S = 0.1
_OPENING_PATIENCE_S = 3.0  # an output that takes longer to open misses the beginning
_SLICE_S = 0.002  # the longest sleep while playing: how late a command can be
_SPIN_S = 0.0003  # woken this much early, then watching the clock: sleep alone is not exact enough
_READY_S = 0.003  # so that the first note and the first pulse of a song find everything prepared
_UNREAD_EVENTS = 200  # a window that does not read gets no more playheads than this

Item: TypeAlias = Command | Score | PortOpened | PortRefused | OutputsSeen | InputsSeen | Heard
_NEVER_KEPT = (PortOpened, PortRefused, OutputsSeen, InputsSeen, Heard, messages.Quit)
Inbox: TypeAlias = "SimpleQueue[Item]"


def main() -> None:
    """Play until told to quit or until the window's process is gone, then leave silence behind."""
    commands, events = _take_over_streams()
    prefer_this_process()  # before any thread is started, since they inherit it
    inbox: Inbox = SimpleQueue()
    outbox: SimpleQueue[EngineEvent | None] = SimpleQueue()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to handle
    for ending in ("SIGTERM", "SIGHUP"):  # SIGHUP: its terminal was closed; Windows has none
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), lambda *_: inbox.put(messages.Quit()))
    writing = Thread(target=_write_events, args=(events, outbox), daemon=True)
    writing.start()
    numbers = PortNumbers()
    Thread(target=_read_commands, args=(commands, inbox, numbers), daemon=True).start()
    outputs = Outputs()
    keeper = PortKeeper(outputs, inbox.put)
    player = Player(keeper, lambda event: _offer(outbox, event), numbers)
    beside = Beside(player, keeper, lambda event: _offer(outbox, event))
    try:
        player.open_first(sys.argv[1] if len(sys.argv) > 1 else SYNTH.id, SYNTH.id)
        warm_up()
        stop_collecting()
        _play(player, beside, inbox)
    finally:
        player.silence()  # before anything that may take its time
        beside.close(time.monotonic())
        player.close()
        keeper.finish()
    outputs.close()
    outbox.put(None)
    writing.join(1.0)


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the window. Whatever else prints to the standard streams must not get into them."""
    commands, events = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    ours, nowhere = os.dup(2), os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # 2 as well: ALSA, JACK and FluidSynth chatter there
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    sys.stderr = io.TextIOWrapper(os.fdopen(ours, "wb"), line_buffering=True)  # tracebacks still show
    return commands, events


def _play(player: Player, beside: Beside, inbox: Inbox) -> None:
    """The loop: commands as they come, and each message at its time."""
    parent, next_check_s, early = os.getppid(), 0.0, EarlyCommands()
    breath = Breath()
    now_s = -inf  # ahead of the clock, and never going back, even where an output wants less than before
    while True:
        item = early.take(player.is_getting_ready, time.monotonic())
        if item is None:
            item = early.keep_or_pass(_wait(player, inbox, breath), player.is_getting_ready, time.monotonic())
        if isinstance(item, messages.Quit):
            return
        clock_s = time.monotonic()
        now_s = max(now_s, clock_s + player.ahead_s)
        if clock_s >= next_check_s:
            next_check_s = clock_s + _ORPHAN_CHECK_S
            if os.getppid() != parent:  # the pipe may be held open by some other child of the window
                return
        player.step(now_s)
        if item is not None:
            _handle(player, beside, item, now_s + (_READY_S if isinstance(item, messages.Play) else 0.0))


class EarlyCommands:
    """Keeps commands for when the outputs that are being opened are there, but not for ever."""

    def __init__(self) -> None:
        self._kept: deque[Item] = deque()
        self._opening_since_s = inf

    def take(self, is_getting_ready: bool, now_s: float) -> Item | None:
        """The oldest that was kept, once it need not wait any more."""
        if not self._kept or self._must_wait(is_getting_ready, now_s):
            return None
        return self._kept.popleft()

    def keep_or_pass(self, item: Item | None, is_getting_ready: bool, now_s: float) -> Item | None:
        """Pass what may be done now; keep what has to wait, and what came after it."""
        if item is None or isinstance(item, _NEVER_KEPT):
            return item
        if not self._must_wait(is_getting_ready, now_s) and not self._kept:
            return item
        self._kept.append(item)
        return None

    def _must_wait(self, is_getting_ready: bool, now_s: float) -> bool:
        if not is_getting_ready:
            self._opening_since_s = inf
            return False
        self._opening_since_s = min(self._opening_since_s, now_s)
        return now_s < self._opening_since_s + _OPENING_PATIENCE_S


def _wait(player: Player, inbox: Inbox, breath: Breath) -> Item | None:
    """The next item of the inbox, or None once something is due."""
    due_s = player.next_due_s() - player.ahead_s
    if due_s == inf:
        try:
            return inbox.get(timeout=_ORPHAN_CHECK_S)
        except Empty:
            return None
        finally:
            breath.woke()
    breath.rest_if_due()
    while (ahead_s := due_s - time.monotonic()) > 0:
        with suppress(Empty):
            return inbox.get_nowait()
        if ahead_s > _SPIN_S:
            # time.sleep rather than a wait on the inbox, whose timeouts are 16 ms coarse on Windows.
            breath.sleep(min(ahead_s - _SPIN_S, _SLICE_S))
    with suppress(Empty):
        return inbox.get_nowait()
    return None


def _handle(player: Player, beside: Beside, item: Item, now_s: float) -> None:
    if beside.take(item, now_s):
        return
    match item:
        case Score():
            player.set_score(item, now_s)
        case messages.Stop():
            player.stop(now_s)
        case messages.Locate(tick):
            player.locate(tick, now_s)
        case messages.SetLoop(loop):
            player.set_loop(loop, now_s)
        case messages.SetMetronome():
            player.set_metronome(item, now_s)
        case messages.PreviewNote():
            player.preview(item, now_s)
        case messages.ListOutputs():
            player.list_outputs()
        case messages.SetOutput(output_id):
            player.set_output(output_id, now_s)
        case messages.SetLeads(leads_s):
            player.set_leads(dict(leads_s))
        case messages.Panic():
            player.panic(now_s)
        case PortOpened() | PortRefused() | OutputsSeen():
            player.ports_changed(item, now_s)


def _read_commands(stream: BinaryIO, inbox: Inbox, numbers: PortNumbers) -> None:
    """Until the window's end of the pipe closes, however that happens."""
    receiver = SnapshotReceiver()
    try:
        while True:
            command: Command = read_value(stream)
            if isinstance(command, messages.SetSong):
                song = command.snapshot
                parts = receiver.parts(song)
                inbox.put(make_score(song.ppq, song.tempos, song.meters, parts, song.output_ids, numbers))
            else:
                inbox.put(command)
    except (EOFError, OSError):
        pass
    finally:
        inbox.put(messages.Quit())


def _offer(outbox: "SimpleQueue[EngineEvent | None]", event: EngineEvent) -> None:
    if outbox.qsize() < _UNREAD_EVENTS or not isinstance(event, Playhead):
        outbox.put(event)


def _write_events(stream: BinaryIO, outbox: "SimpleQueue[EngineEvent | None]") -> None:
    with suppress(OSError):
        while (event := outbox.get()) is not None:
            write_value(stream, event)


if __name__ == "__main__":
    main()

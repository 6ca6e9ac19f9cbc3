"""Inputs that are wanted, come and go."""

from collections.abc import Callable

import pytest

from genre_studio.playback.errors import PlaybackError
from genre_studio.playback.input_tender import Heard, InputsSeen, InputTender
from genre_studio.playback.messages import Output, OutputKind


class Wall:
    """The inputs of a machine, to be plugged and unplugged."""

    def __init__(self) -> None:
        self.there: dict[str, str] = {"port:a": "Keys A", "port:b": "Pads B", "port:t": "Midi Through Port-0"}
        self.receivers: dict[str, Callable[[bytes, float], None]] = {}
        self.closed: list[str] = []
        self.refusing: set[str] = set()

    def list(self, *, look_for_systems: bool = False) -> tuple[Output, ...]:
        ours = Output("virtual:ALSA:", "Genre Studio port, for a DAW to listen to", OutputKind.VIRTUAL)
        return (Output("synth", "Built-in synth", OutputKind.SYNTH), ours)

    def inputs(self) -> tuple[Output, ...]:
        return tuple(Output(id, title, OutputKind.PORT) for id, title in self.there.items())

    def open_input(self, input_id: str, receive: Callable[[bytes, float], None]) -> "Plug":
        if input_id in self.refusing:
            raise PlaybackError(f"The MIDI input could not be opened: {input_id}")
        self.receivers[input_id] = receive
        return Plug(self, input_id)


class Plug:
    def __init__(self, wall: Wall, id: str) -> None:
        self._wall, self._id = wall, id

    def close(self) -> None:
        self._wall.closed.append(self._id)
        del self._wall.receivers[self._id]


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def news() -> list[object]:
    return []


@pytest.fixture
def tender(wall: Wall, news: list[object]) -> InputTender:
    return InputTender(wall, news.append)


def test_nothing_is_opened_unless_it_is_wanted_and_ours_is_listed(tender, wall, news) -> None:
    tender.tend()
    (seen,) = news
    assert [each.id for each in seen.inputs] == ["port:a", "port:b", "port:t", "virtual:ALSA:"]
    assert seen.open_ids == ()
    tender.tend()
    assert len(news) == 1  # nothing has changed


def test_all_inputs_are_all_but_the_echo_of_our_own(tender, wall, news) -> None:
    tender.want(frozenset({"*"}))
    tender.tend()
    assert news[-1].open_ids == ("port:a", "port:b", "virtual:ALSA:")
    wall.receivers["port:b"](b"\x90\x40\x40", 12.5)
    assert news[-1] == Heard("port:b", b"\x90\x40\x40", 12.5)


def test_one_that_goes_is_closed_and_taken_up_when_it_is_back(tender, wall, news) -> None:
    tender.want(frozenset({"port:a"}))
    tender.tend()
    del wall.there["port:a"]
    tender.tend()
    assert wall.closed == ["port:a"]
    assert news[-1].open_ids == ()
    wall.there["port:a"] = "Keys A"
    tender.tend()
    assert news[-1].open_ids == ("port:a",)
    tender.want(frozenset())
    tender.tend()
    assert wall.closed == ["port:a", "port:a"]


def test_one_that_refuses_is_told_once_and_tried_again_when_it_was_away(tender, wall, news) -> None:
    wall.refusing.add("port:a")
    tender.want(frozenset({"port:a"}))
    tender.tend()
    tender.tend()
    refusals = [sentence for seen in news if isinstance(seen, InputsSeen) for sentence in seen.refusals]
    assert refusals == ["The MIDI input could not be opened: port:a"]
    title = wall.there.pop("port:a")
    tender.tend()
    wall.there["port:a"] = title
    wall.refusing.clear()
    tender.tend()
    assert news[-1].open_ids == ("port:a",)


def test_the_end_closes_everything(tender, wall) -> None:
    tender.want(frozenset({"*"}))
    tender.tend()
    tender.close()
    assert not wall.receivers

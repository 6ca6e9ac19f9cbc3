import io
import json
import math
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genre_studio.generation.channel import (
    ChannelError,
    Frame,
    notes_from_bytes,
    read_frame,
    take_from_frame,
    take_to_frame,
    write_frame,
)
from genre_studio.generation.outcomes import Failed, FailureKind, Progress
from genre_studio.generation.run_state import RunState
from genre_studio.music.notes import NOTE_DTYPE, make_notes
from genre_studio.plugin_api import API_VERSION, Ability, PluginInfo, Provenance, Take
from tests.helpers.requests import BAR, small_request

INFO = PluginInfo(
    "echo", "Echo", "1", API_VERSION, "Echo.", frozenset({Ability.CONTINUE}), ("jazz",), (), "a:B"
)
PROVENANCE = Provenance("echo", "1", "", "", "jazz", 7, 0, {"mood": "calm", "n": 2}, "none", "MIT")
TAKE = Take(0, {0: make_notes([2 * BAR], [480], [60]), 2: make_notes([2 * BAR], [9], [36])}, PROVENANCE)


def test_take_survives_the_pipe() -> None:
    pipe = io.BytesIO()
    write_frame(pipe, take_to_frame(TAKE))
    pipe.seek(0)
    frame = read_frame(pipe)
    assert frame is not None
    take = take_from_frame(frame)
    assert take.provenance == PROVENANCE
    assert {t: n.tolist() for t, n in take.notes.items()} == {t: n.tolist() for t, n in TAKE.notes.items()}
    assert read_frame(pipe) is None


@given(st.binary(max_size=64))
def test_any_bytes_are_a_frame_the_end_or_an_error(data: bytes) -> None:
    try:
        frame = read_frame(io.BytesIO(data), largest_blob=1_000)
    except ChannelError:
        return
    assert frame is None or isinstance(frame.header, dict)


@pytest.mark.parametrize("header", [b"[]", b"{", b"\xff", b"[" * 50_000])
def test_headers_that_are_no_object_are_refused(header: bytes) -> None:
    with pytest.raises(ChannelError):
        read_frame(io.BytesIO(struct.pack(">II", len(header), 0) + header))


def test_any_byte_is_a_bool_and_half_a_note_none() -> None:
    notes = notes_from_bytes(b"\x02" * NOTE_DTYPE.itemsize)
    assert notes["locked"].view(np.uint8).tolist() == [1]
    with pytest.raises(ChannelError):
        notes_from_bytes(b"\x02" * (NOTE_DTYPE.itemsize + 1))


_words = st.sampled_from(["", "a", "done", "run", "raised"])
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=6,
)
_kinds = st.sampled_from(["place", "progress", "notes", "take", "end", "other"])
_names = ("fraction", "text", "take", "track", "index", "tracks", "provenance", "ending", "place", "sentence")


@given(_kinds, st.dictionaries(st.sampled_from(_names), _json), st.binary(max_size=70))
def test_hostile_messages_end_the_run_at_worst(kind: str, values: dict[str, Any], blob: bytes) -> None:
    state = RunState(1, small_request(), INFO)
    header = json.loads(json.dumps({"kind": kind, "run": 1, **values}))
    meaning = state.accept(Frame(header, blob))
    if isinstance(meaning, Failed):
        assert meaning.kind in (FailureKind.BROKE_RULES, FailureKind.REFUSED, FailureKind.RAISED)
    assert state.takes == ()


def test_progress_is_finite_and_within_bounds() -> None:
    state = RunState(1, small_request(), INFO)
    frame = {"kind": "progress", "run": 1, "text": "x" * 999}
    assert state.accept(Frame({**frame, "fraction": 7})) == Progress(1.0, "x" * 200)
    assert isinstance(state.accept(Frame({**frame, "fraction": math.nan})), Failed)
    assert state.accept(Frame({**frame, "run": 0, "fraction": "rubbish"})) is None


def test_same_take_twice_breaks_the_rules() -> None:
    state = RunState(1, small_request(), INFO)
    frame = take_to_frame(TAKE)
    frame = Frame({**frame.header, "run": 1}, frame.blob)
    state.accept(frame)
    again = state.accept(frame)
    assert isinstance(again, Failed)
    assert again.sentence == "Take 1 was returned twice."


@pytest.mark.parametrize(
    "wrong",
    [
        {"notes": []},
        Take(0, [1, 2], PROVENANCE),  # type: ignore[arg-type]
        Take(0, {0: np.zeros(3)}, PROVENANCE),
        Take(0, {0: np.zeros((2, 2), NOTE_DTYPE)}, PROVENANCE),
        Take(0, {}, None),  # type: ignore[arg-type]
        Take(0, {}, Provenance("e", "1", "", "", "jazz", 7, 0, {"x": object()}, "", "")),  # type: ignore[dict-item]
    ],
)
def test_what_is_no_take_is_not_sent(wrong: object) -> None:
    with pytest.raises(ChannelError):
        take_to_frame(wrong)

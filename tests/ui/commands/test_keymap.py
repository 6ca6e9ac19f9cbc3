"""Which key asks for which command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from genre_studio.ui.commands import COMMANDS, OURS, PRESETS, Keymap, Scope, command

IDS = st.sampled_from([each.id for each in COMMANDS])
KEYS = st.sampled_from(["Q", "Ctrl+U", "Space", "Return", "Ctrl+Shift+F9", "G", "G, N", "Up", ""])


def ambiguous(keymap: Keymap) -> list[tuple[str, str]]:
    return [
        (each.id, other.id) for each in COMMANDS for other in keymap.clashing(each.id, keymap.key(each.id))
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_is_ambiguous(preset: str) -> None:
    assert ambiguous(Keymap(preset)) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_name_commands_that_there_are(preset: str) -> None:
    assert set(PRESETS[preset]) <= {each.id for each in COMMANDS}
    keymap = Keymap(preset)
    assert {id: keymap.key(id) for id in PRESETS[preset]} == {
        id: QKeySequence(key).toString() for id, key in PRESETS[preset].items()
    }


def test_our_own_keys_are_all_free_of_clashes() -> None:
    assert {c.id: Keymap().key(c.id) for c in COMMANDS if c.shortcut} == {
        c.id: QKeySequence(c.shortcut).toString() for c in COMMANDS if c.shortcut
    }


def test_a_preset_moves_keys_and_frees_those_it_takes() -> None:
    live = Keymap("Like Ableton Live")
    assert live.key("quantize_selection") == "Ctrl+U"
    assert live.key("chop_notes") == ""
    assert live.key("play_stop") == "Space"


def test_hints_name_the_key() -> None:
    assert Keymap().hint("play_stop") == "Play or stop (Space)"
    assert Keymap().hint("stop") == "Stop"
    assert Keymap().with_key("stop", "F9").hint("stop", "Halt") == "Halt (F9)"


def test_keys_of_the_takes_are_their_own() -> None:
    meant = Keymap().meant(Scope.TAKES, QKeySequence("Return"))
    assert meant is not None
    assert meant.id == "keep_take"
    assert Keymap().meant(Scope.TAKES, QKeySequence("Ctrl+O")) is None
    assert Keymap().clashing("keep_take", "Space") == ()


def test_a_taken_key_is_told_and_may_be_swapped() -> None:
    ours = Keymap()
    assert [c.id for c in ours.clashing("quantize_selection", "Ctrl+U")] == ["chop_notes"]
    given = ours.with_key("quantize_selection", "Ctrl+U")
    assert (given.key("quantize_selection"), given.key("chop_notes")) == ("Ctrl+U", "")
    swapped = ours.with_swapped("quantize_selection", "Ctrl+U")
    assert (swapped.key("quantize_selection"), swapped.key("chop_notes")) == ("Ctrl+U", "Q")
    back = swapped.with_reset("quantize_selection").with_reset("chop_notes")
    assert back.key("quantize_selection") == "Q"
    assert back.key("chop_notes") == command("chop_notes").shortcut


@given(st.sampled_from(list(PRESETS)), st.lists(st.tuples(IDS, KEYS), max_size=6), st.booleans())
def test_changes_never_make_a_key_ambiguous_and_survive_json(
    preset: str, changes: list[tuple[str, str]], swaps: bool
) -> None:
    keymap = Keymap(preset)
    for id, key in changes:
        keymap = keymap.with_swapped(id, key) if swaps else keymap.with_key(id, key)
        assert keymap.key(id) == key
        assert ambiguous(keymap) == []
    read = Keymap.from_json(keymap.to_json())
    assert [read.key(c.id) for c in COMMANDS] == [keymap.key(c.id) for c in COMMANDS]


def test_files_of_other_studios_are_read_as_far_as_they_go() -> None:
    read = Keymap.from_json({"preset": "Like Nothing", "keys": {"no_such": "Q", "stop": "F8", "panic": 7}})
    assert (read.preset, read.key("stop")) == (OURS, "F8")
    assert read.key("panic") == Keymap().key("panic")
    for broken in (None, [], {}, {"keys": "Q"}):
        with pytest.raises(ValueError, match="shortcuts"):
            Keymap.from_json(broken)

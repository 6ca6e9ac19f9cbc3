"""A process that is killed loses nothing that it had finished."""

from pathlib import Path

import pytest

from tests.helpers.session_child import begun, scripted_gestures
from tests.helpers.session_kills import gestures_in, kill_once


@pytest.mark.parametrize(("seed", "after_s"), [(1, 0.0), (2, 0.02), (3, 0.15), (4, 0.4)])
def test_no_finished_gesture_is_lost(tmp_path: Path, seed: int, after_s: float):
    killed = kill_once(tmp_path / "song.genrestudio", seed, 500, after_s)
    assert killed.lost == 0


def test_work_goes_on_after_a_kill_as_if_nothing_had_been(tmp_path: Path):
    path = tmp_path / "song.genrestudio"
    killed = kill_once(path, 5, 500, 0.2)
    document, session = begun(path, 500)
    gestures = scripted_gestures(document, 6)
    for _ in range(5):
        next(gestures)
    session.close()
    again, session = begun(path, 500)
    session.close()
    assert again.done_names == document.done_names
    assert killed.lost == 0
    assert [each.name for each in tmp_path.iterdir()] == ["song.genrestudio"]


def test_the_comparison_notices_a_loss(tmp_path: Path):
    document, session = begun(tmp_path / "song.genrestudio", 500)
    gestures = scripted_gestures(document, 7)
    for _ in range(20):
        next(gestures)
    session.close()
    assert gestures_in(document, 7, 500, 20) == 20
    document.undo()
    with pytest.raises(AssertionError):
        gestures_in(document, 7, 500, 20)

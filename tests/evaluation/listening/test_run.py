"""Going through a test: nothing is answered unheard, and what was answered can be changed."""

from genre_studio.evaluation.listening import Kind, ListeningTest
from genre_studio.evaluation.listening.run import ListeningRun

TEST = ListeningTest("real-1", Kind.REAL, 1, 10.0, ("jazz",), (("c1", "c2"), ("c3", "c4")))


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_a_run_from_the_first_sound_to_the_end() -> None:
    clock = Clock()
    run = ListeningRun(TEST, "Ann", clock)
    assert run.choose(0) is None
    assert not run.go_on()
    run.note_play()
    clock.now_s += 3
    run.note_play()
    assert run.choose(2) is None
    made = run.choose(1)
    assert made is not None
    assert (made.trial, made.choice, made.seconds, made.plays) == (0, 1, 3.0, 2)
    assert run.go_on()
    assert (run.at, run.clips, run.may_answer) == (1, ("c3", "c4"), False)
    run.note_play()
    run.choose(0)
    assert run.go_on()
    assert run.is_over
    run.go_back()
    assert (run.is_over, run.at) == (False, 1)


def test_an_answer_is_changed_and_its_plays_add_up() -> None:
    clock = Clock()
    run = ListeningRun(TEST, "Ann", clock)
    run.note_play()
    run.choose(0)
    run.go_on()
    run.go_back()
    changed = run.choose(1)
    assert changed is not None
    assert (changed.choice, changed.plays) == (1, 1)
    run.note_play()
    again = run.choose(0)
    assert again is not None
    assert again.plays == 2


def test_it_goes_on_where_the_listener_was() -> None:
    first = ListeningRun(TEST, "Ann", Clock())
    first.note_play()
    given = first.choose(0)
    assert given is not None
    assert ListeningRun(TEST, "Ann", Clock(), [given]).at == 1
    assert ListeningRun(TEST, "Bo", Clock(), [given]).at == 0

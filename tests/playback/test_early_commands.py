"""What is asked of the engine before its outputs are open."""

from genre_studio.playback.engine import EarlyCommands
from genre_studio.playback.messages import Locate, Quit, Stop


def test_commands_wait_for_an_output_and_keep_their_order():
    early = EarlyCommands()
    assert early.keep_or_pass(Stop(), is_getting_ready=False, now_s=0.0) == Stop()
    assert early.keep_or_pass(Locate(1), is_getting_ready=True, now_s=1.0) is None
    assert early.take(is_getting_ready=True, now_s=1.5) is None
    assert early.keep_or_pass(Quit(), is_getting_ready=True, now_s=1.5) == Quit()
    assert early.keep_or_pass(Locate(2), is_getting_ready=False, now_s=2.0) is None
    assert early.take(is_getting_ready=False, now_s=2.0) == Locate(1)
    assert early.take(is_getting_ready=False, now_s=2.0) == Locate(2)
    assert early.take(is_getting_ready=False, now_s=2.0) is None


def test_an_output_that_never_opens_is_waited_for_once():
    early = EarlyCommands()
    assert early.keep_or_pass(Locate(1), is_getting_ready=True, now_s=0.0) is None
    assert early.take(is_getting_ready=True, now_s=3.1) == Locate(1)
    assert early.keep_or_pass(Locate(2), is_getting_ready=True, now_s=3.2) == Locate(2)

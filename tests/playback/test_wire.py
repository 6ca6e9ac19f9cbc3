from io import BytesIO

import pytest

from genre_studio.playback.wire import read_value, write_value


def test_a_value_comes_out_as_it_went_in():
    stream = BytesIO()
    write_value(stream, ("play", 3))
    assert read_value(BytesIO(stream.getvalue())) == ("play", 3)


@pytest.mark.parametrize("length", range(24))
def test_a_value_cut_short_means_that_the_other_side_is_gone(length):
    stream = BytesIO()
    write_value(stream, "a text of some length")
    with pytest.raises(EOFError):
        read_value(BytesIO(stream.getvalue()[:length]))

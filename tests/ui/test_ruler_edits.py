from hypothesis import given
from hypothesis import strategies as st

from genre_studio.music.document import Document
from genre_studio.music.song import Marker, Song
from genre_studio.music.timing import Meter, Tempo
from genre_studio.ui.ruler_edits import (
    next_marker_tick,
    previous_marker_tick,
    with_marker,
    with_marker_changed,
    with_meter_change,
    with_tempo_change,
    without_marker,
    without_meter_change,
    without_tempo_change,
)

MARKERS = st.lists(st.builds(Marker, st.integers(0, 50), st.text(max_size=3)), max_size=8)


@given(MARKERS, st.integers(0, 50))
def test_markers_stand_in_order_and_go_away_again(markers, tick) -> None:
    song = Song()
    for marker in markers:
        song = with_marker(song, marker)
    verse = Marker(tick, "Verse")
    added = with_marker(song, verse)
    assert [m.tick for m in added.markers] == sorted(m.tick for m in added.markers)
    assert without_marker(added, verse).markers == song.markers
    moved = with_marker_changed(added, verse, Marker(60, "Chorus"))
    assert moved.markers == (*song.markers, Marker(60, "Chorus"))
    following = next_marker_tick(song, tick)
    before = previous_marker_tick(song, tick)
    assert following is None or following > tick
    assert before is None or before < tick


@given(st.integers(0, 5000), st.integers(200_000, 900_000))
def test_changes_of_tempo_and_meter_are_undone(tick, tempo_us) -> None:
    document = Document(Song(tempos=(Tempo(0, 500_000),), meters=(Meter(0, 4, 4),)))
    before = document.song.tempos, document.song.meters
    document.apply("Add tempo", with_tempo_change(document.song, Tempo(tick, tempo_us)))
    assert document.song.tempo_map.tempo_us_at(tick) == tempo_us
    document.apply("Add meter", with_meter_change(document.song, Meter(tick, 3, 8)))
    assert document.song.meter_map.meter_at(tick) == Meter(tick, 3, 8)
    assert without_tempo_change(document.song, tick).tempos == (before[0] if tick else ())
    assert without_meter_change(document.song, tick).meters == (before[1] if tick else ())
    while document.undo():
        pass
    assert (document.song.tempos, document.song.meters) == before

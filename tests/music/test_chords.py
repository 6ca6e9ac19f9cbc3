from genre_studio.music.chords import chord_pitches, scale_chord_pitches
from genre_studio.music.scales import Scale

C_MAJOR = Scale(0, "major")


def test_a_chord_stands_on_its_root_and_stops_at_the_top() -> None:
    assert chord_pitches(60, "minor 7") == (60, 63, 67, 70)
    assert chord_pitches(122, "major") == (122, 126)


def test_the_scale_decides_the_third() -> None:
    assert scale_chord_pitches(60, "triad", C_MAJOR) == (60, 64, 67)
    assert scale_chord_pitches(62, "triad", C_MAJOR) == (62, 65, 69)
    assert scale_chord_pitches(71, "seventh", C_MAJOR) == (71, 74, 77, 81)
    assert scale_chord_pitches(61, "triad", C_MAJOR) == (61, 65, 68)

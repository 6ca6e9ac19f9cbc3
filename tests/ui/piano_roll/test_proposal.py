"""What the roll shows of a take before it is kept."""

from genre_studio.music.notes import frozen, make_notes
from tests.ui.piano_roll.painting import colour_at
from tests.ui.piano_roll.roll_hand import RollHand


def test_what_would_make_way_sinks_into_the_paper_and_locked_notes_do_not(hand: RollHand) -> None:
    song = hand.document.song
    notes = song.tracks[0].notes.copy()
    notes["locked"][2] = True  # G4 on the third beat
    hand.document.apply("Lock", song.with_track(0, song.tracks[0].with_notes(frozen(notes))))
    places = {"before": (240, 60), "in it": (720, 64), "locked": (1200, 67), "a ghost": (400, 72)}
    plain = {name: colour_at(hand, *at) for name, at in places.items()}
    hand.roll.display.set_proposal({0: make_notes([480], [240], [62])}, (480, 1440))
    shown = {name: colour_at(hand, *at) for name, at in places.items()}
    assert {name for name in places if shown[name] != plain[name]} == {"in it"}
    hand.roll.display.set_proposal(
        {0: make_notes([480], [240], [62]), 1: make_notes([0], [9], [90])}, (0, 1440)
    )
    assert colour_at(hand, *places["a ghost"]) != plain["a ghost"]
    hand.roll.display.set_proposal(None)
    assert {name: colour_at(hand, *at) for name, at in places.items()} == plain


def test_a_quote_is_framed(hand: RollHand) -> None:
    notes = make_notes([480, 960], [240, 240], [62, 74])
    places = {"plain": (600, 62), "quoted": (1080, 74)}

    def look() -> dict[str, object]:
        rows = range(-10, 11)  # across the frame, wherever it lies
        return {name: [colour_at(hand, *at, down=down) for down in rows] for name, at in places.items()}

    hand.roll.display.set_proposal({0: notes}, (480, 1440))
    before = look()
    hand.roll.display.set_proposal({0: notes}, (480, 1440), {0: notes[1:]})
    assert {name for name in places if look()[name] != before[name]} == {"quoted"}
    hand.roll.display.set_proposal({0: notes}, (480, 1440))
    assert look() == before

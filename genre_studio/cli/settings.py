"""Words of the command line to values: NAME=VALUE, scales, pitch ranges, tracks and families."""

from collections.abc import Iterable

from genre_studio.cli.failures import WrongUsage
from genre_studio.music.instruments import Family
from genre_studio.music.notes import frozen
from genre_studio.music.pitches import parse_pitch
from genre_studio.music.scales import estimate_key, parse_scale
from genre_studio.music.song import Song


def parse_settings(words: Iterable[str]) -> dict[str, str]:
    """Values by name from NAME=VALUE words. Raises WrongUsage."""
    settings = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise WrongUsage(f"'{word}' is not a setting; write NAME=VALUE, like temperature=0.9.")
        settings[name.strip()] = value.strip()
    return settings


def parse_range(words: str) -> tuple[int, int]:
    """Lowest and highest MIDI note number of "C3-C6". Raises WrongUsage."""
    lowest, dash, highest = words.strip().rpartition("-")
    if not dash:
        raise WrongUsage(f"'{words}' is not a pitch range; write two notes, like C3-C6.")
    try:
        low, high = parse_pitch(lowest), parse_pitch(highest)
    except ValueError as error:
        raise WrongUsage(str(error)) from None
    if low > high:
        raise WrongUsage(f"The pitch range {words} runs downwards; write the lower note first.")
    return low, high


def pitch_classes_of(words: str, song: Song) -> frozenset[int]:
    """The pitch classes of a named scale, or of the song's own key for "auto". Raises WrongUsage."""
    if words.strip().lower() == "auto":
        return estimate_key(track.notes for track in song.tracks if not track.is_drums).pitch_classes
    try:
        return parse_scale(words).pitch_classes
    except ValueError as error:
        raise WrongUsage(str(error)) from None


def parse_families(words: str) -> tuple[Family, ...]:
    """The families of "bass,drums". Raises WrongUsage."""
    by_name = {family.name.lower(): family for family in Family}
    try:
        return tuple(by_name[word.strip().lower()] for word in words.split(","))
    except KeyError as error:
        known = ", ".join(by_name)
        raise WrongUsage(f"There is no instrument family {error}; there are: {known}.") from None


def track_indices(words: str, song: Song) -> tuple[int, ...]:
    """The tracks that "1,3" (counted from one) or "Melody,Bass" name. Raises WrongUsage."""
    return tuple(dict.fromkeys(i for word in words.split(",") for i in _indices_of(word.strip(), song)))


def with_locks(song: Song, words: str) -> Song:
    """The song with the notes locked that "Melody" or "2:C2-C3" names. Raises WrongUsage."""
    name, colon, pitches = words.rpartition(":")
    low, high = parse_range(pitches) if colon else (0, 127)
    for index in _indices_of((name if colon else words).strip(), song):
        notes = song.tracks[index].notes.copy()
        notes["locked"] |= (notes["pitch"] >= low) & (notes["pitch"] <= high)
        song = song.with_track(index, song.tracks[index].with_notes(frozen(notes)))
    return song


def _indices_of(word: str, song: Song) -> list[int]:
    named = [i for i, track in enumerate(song.tracks) if word and track.name.strip().lower() == word.lower()]
    if named:
        return named
    if word.isdecimal() and 1 <= int(word) <= len(song.tracks):
        return [int(word) - 1]
    known = ", ".join(f"{i} {track.name}".strip() for i, track in enumerate(song.tracks, start=1))
    raise WrongUsage(f"There is no track '{word}'; there are: {known}.")

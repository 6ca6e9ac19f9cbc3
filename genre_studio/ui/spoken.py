"""How bars, tracks and genres are named in a sentence. Plain values."""

from collections.abc import Sequence

from genre_studio.music.song import Song, Track


def genre_title(genre: str) -> str:
    """A genre id as a person reads it: "bossa_nova" -> "Bossa nova"."""
    return genre.replace("_", " ").capitalize()


def bars_text(count: int) -> str:
    return "1 bar" if count == 1 else f"{count} bars"


def bars_named(song: Song, region: tuple[int, int]) -> str:
    """ "bar 3", "bars 5 to 8" of the ticks [start, end)."""
    meters = song.meter_map
    first, last = meters.bar_index_at(region[0]) + 1, meters.bar_index_at(region[1] - 1) + 1
    return f"bar {first}" if first == last else f"bars {first} to {last}"


def track_title(track: Track, index: int) -> str:
    """A track's name, or what it plays where it has none."""
    return track.name.strip() or f"{track.family.title} {index + 1}"


def listed(words: Sequence[str]) -> str:
    """ "Bass", "Bass and Drums", "Bass, Keys and Drums"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def shortened(words: str, most: int) -> str:
    """At most so many letters, the last an ellipsis where some are left out."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"

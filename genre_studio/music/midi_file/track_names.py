"""Where a track's name stands in a file, so that names are values and no name event is lost."""

from collections.abc import Iterable, Sequence

from genre_studio.music.midi_file.metas import MetaType
from genre_studio.music.midi_file.track_parser import OtherEvent
from genre_studio.music.song import TextEvent


def take_name(texts: Sequence[TextEvent]) -> tuple[str, tuple[TextEvent, ...]]:
    """A chunk's name and its remaining texts.

    The name is the first that says something. Its event is taken out only where it opens the track;
    elsewhere it stays among the texts, because its place would be lost.
    """
    names = [text for text in texts if text.kind == MetaType.NAME]
    name = next((text.text for text in names if text.text), "")
    if not name or _stays(names):
        return name, tuple(texts)
    opening = names[0]
    return name, tuple(text for text in texts if text is not opening)


def is_among(name: str, texts: Sequence[TextEvent]) -> bool:
    """Whether `take_name` would find `name` in a name event that stayed among `texts`."""
    names = [text for text in texts if text.kind == MetaType.NAME]
    return _stays(names) and name == next((text.text for text in names if text.text), "")


def _stays(names: Sequence[TextEvent]) -> bool:
    return bool(names) and (names[0].tick > 0 or not names[0].text)


def take_prefixed_names(
    events: Sequence[OtherEvent], channels: Iterable[int]
) -> tuple[dict[int, bytes], list[OtherEvent]]:
    """The names, as text bytes, that a type 0 file gives to single channels, and the remaining events.

    Such a name stands at the start, right after a channel prefix, which is taken out with it. The
    first for a channel that plays counts; any other pair stays as it is.
    """
    names: dict[int, bytes] = {}
    rest: list[OtherEvent] = []
    playing = set(channels)
    for event in events:
        channel = _prefixed_channel(rest[-1]) if rest and not event.tick else None
        is_name = event.status == 0xFF and event.data[0] == MetaType.NAME and len(event.data) > 1
        if is_name and channel in playing and channel not in names and channel is not None:
            rest.pop()
            names[channel] = event.data[1:]
        else:
            rest.append(event)
    return names, rest


def _prefixed_channel(event: OtherEvent) -> int | None:
    is_prefix = event.status == 0xFF and event.data[0] == MetaType.CHANNEL_PREFIX and len(event.data) == 2
    return event.data[1] if is_prefix and event.tick == 0 else None

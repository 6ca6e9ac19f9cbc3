"""What is asked of a generator in a sentence, and why it cannot be asked. Plain values, no widgets."""

import numpy as np

from genre_studio.generation.asking import refusal
from genre_studio.music.notes import starting_within
from genre_studio.music.song import Song
from genre_studio.plugin_api import Ability
from genre_studio.ui.ability_choice import heard_beside
from genre_studio.ui.generation_choices import GenerationChoices
from genre_studio.ui.spoken import bars_named, bars_text, genre_title, listed, shortened, track_title

_MOST_NAMED = 3
_LONGEST_NAME = 16  # letters of a track's name


def sentence_of(
    song: Song, region: tuple[int, int], ability: Ability, tracks: tuple[int, ...], choices: GenerationChoices
) -> str:
    """What a press does, for the main button."""
    where, genre = bars_named(song, region), genre_text(choices)
    if ability is Ability.ACCOMPANY:
        return f"Accompany {where}{_with_text(song, tracks)}{genre}"
    locked = _locked_text(song, region, tracks)
    if ability is Ability.VARY:
        return f"Vary {where}{genre}{locked}"
    meters = song.meter_map
    count = bars_text(meters.bar_index_at(region[1] - 1) - meters.bar_index_at(region[0]) + 1)
    if ability is Ability.GENERATE:
        makes_way = any(len(starting_within(song.tracks[i].notes, *region)) for i in tracks)
        return f"Write {where} anew{genre}{locked}" if makes_way else f"Write {count}{genre}"
    if song.note_end_tick > region[0]:
        return f"Refill {where}{genre}{locked}"
    return f"Continue {count}{genre}"


def problem_of(
    song: Song, region: tuple[int, int], ability: Ability, tracks: tuple[int, ...], choices: GenerationChoices
) -> str:
    """Why the generator cannot be asked for this, in one sentence; empty where it can."""
    info = choices.info
    if info is None:
        return "No generator is ready. Open Plugins to see why."
    needs_music = ability is Ability.CONTINUE and not has_music_before(song, region[1])
    checks = (
        (not song.tracks, "Add a track for the generator to write to."),
        (not choices.written_tracks(song), "Choose at least one track to write."),
        (needs_music, "Draw a melody, or drop a .mid here, for the generator to continue."),
        (ability not in info.abilities, refusal(info, ability)),
        (
            not tracks and ability is Ability.VARY,
            "There is no unlocked note to vary in these bars.",
        ),
        (not tracks and ability is Ability.INTERPOLATE, "Neither end has notes in a track to write."),
        (ability is Ability.ACCOMPANY, _problem_of_accompaniment(song, region, tracks)),
    )
    return next((sentence for applies, sentence in checks if applies and sentence), "")


def has_music_before(song: Song, tick: int) -> bool:
    return any(len(track.notes) and int(track.notes["start"][0]) < tick for track in song.tracks)


def _problem_of_accompaniment(song: Song, region: tuple[int, int], tracks: tuple[int, ...]) -> str:
    if not heard_beside(song, region, ()):
        return "Nothing plays in these bars. Mark bars that have music to accompany."
    if not tracks:
        return "Every ticked track plays in these bars. Untick what is to be accompanied, or add tracks."
    heard = heard_beside(song, region, tracks)
    return "" if heard else "Nothing else plays in these bars. Untick what is to be accompanied."


def genre_text(choices: GenerationChoices) -> str:
    return f" in {genre_title(choices.genre)}" if choices.genre else ""


def _with_text(song: Song, tracks: tuple[int, ...]) -> str:
    """ " with Bass and Drums", " with 5 tracks"."""
    if not tracks:
        return ""
    if len(tracks) > _MOST_NAMED:
        return f" with {len(tracks)} tracks"
    names = [track_title(song.tracks[index], index) for index in tracks]
    return f" with {listed([shortened(name, _LONGEST_NAME) for name in names])}"


def _locked_text(song: Song, region: tuple[int, int], tracks: tuple[int, ...]) -> str:
    locked = sum(
        int(np.count_nonzero(starting_within(song.tracks[i].notes, *region)["locked"])) for i in tracks
    )
    return "" if not locked else f", keep {locked} locked {'note' if locked == 1 else 'notes'}"

"""One request as the band sees it: who plays what, in which key, what is given, what is written so far."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import SLOTS_PER_FAMILY
from genre_studio.generation.lengths import Lengths, length_of
from genre_studio.generation.note_codec import Row
from genre_studio.music.instruments import Family
from genre_studio.music.notes import Notes, starting_within
from genre_studio.plugin_api import Ability, Request
from genre_studio_gan.band import PHRASE_BARS, STEPS_PER_BAR, Player
from genre_studio_gan.casting import cast, shared_out
from genre_studio_gan.keys import key_shift, shift_of_scale, shifted_rows
from genre_studio_gan.latents import CHORD_SHARE
from genre_studio_gan.limits import kept_within
from genre_studio_gan.song_reading import (
    cut_repeats,
    notes_from,
    phrase_from,
    thinned,
    within,
    without_overlaps,
)
from genre_studio_gan.windows import PhraseWindow, bar_ticks, bars_of, windows_of

ENOUGH_NOTES = 8  # of a track to tell how it plays
NEARBY_BARS = 8  # around the region, in which its key is looked for


class BandScore:
    """The song's side of a request, and the takes in the making.

    Phrases that go in and out are at home (C major or A minor); `home_shift` is how far the song is from it.
    """

    def __init__(self, request: Request, lengths: Lengths) -> None:
        self._request, self._lengths = request, lengths
        song, region = request.song, request.region
        self._meters, self._ppq = song.meter_map, song.ppq
        self._stays = {
            index: self._staying(index) for index in range(len(song.tracks)) if not song.tracks[index].muted
        }
        heard = [i for i in request.heard_tracks if i not in request.tracks]
        self._players = cast(song, request.tracks, heard)
        self.writing: dict[Player, list[int]] = {}
        for index in request.tracks:
            self.writing.setdefault(self._players[index], []).append(index)
        first, end = bars_of(song, region)
        self.windows = windows_of(
            first,
            end,
            music_before=self._has_music(0, region.start),
            music_after=self._has_music(region.end, song.end_tick + 1),
        )
        self.home_shift = self._find_home(first, end)
        self._written: list[list[tuple[int, NDArray[np.void]]]] = [[] for _ in range(request.takes)]

    def given(self, window: PhraseWindow, take: int) -> NDArray[np.void]:
        """What stands in a window before it is written: the song's notes and the take's so far, at home."""
        ticks = bar_ticks(self._meters, window.first)
        phrase = shifted_rows(phrase_from(self._stays, self._players, ticks, self._ppq), self.home_shift)
        earlier = [_moved(notes, first - window.first) for first, notes in self._written[take]]
        return thinned(np.concatenate([phrase, *earlier]))

    def near_end(self, window: PhraseWindow) -> NDArray[np.void]:
        return self._end_of_path(self._request.present_notes(), window)

    def far_end(self, window: PhraseWindow) -> NDArray[np.void]:
        return self._end_of_path(self._request.far_end, window)

    def keep(self, window: PhraseWindow, take: int, phrase: NDArray[np.void]) -> None:
        """What has been written of a take: the bars and players that were to be written."""
        bars = phrase["bar"] + window.first
        fresh = (bars >= window.write_from) & (bars < window.write_to)
        fresh &= np.isin(phrase["player"], sorted(self.writing))
        self._written[take].append((window.first, phrase[fresh]))

    def placed(self, window: PhraseWindow, player: Player, phrase: NDArray[np.void]) -> dict[int, Notes]:
        """One player's notes of one window by track, within the region and the request's limits."""
        return self._by_track(player, self._notes_of(window.first, player, phrase))

    def notes(self, take: int) -> dict[int, Notes]:
        """All that has been written of a take, by track."""
        found: dict[int, Notes] = {}
        for player in sorted(self.writing):
            parts = [
                self._notes_of(first, player, phrase[phrase["player"] == player])
                for first, phrase in self._written[take]
            ]
            if parts:
                found |= self._by_track(player, cut_repeats(np.concatenate(parts)))
        return found

    def _notes_of(self, first: int, player: Player, phrase: NDArray[np.void]) -> Notes:
        family = self._request.song.tracks[self.writing[player][0]].family

        def steps_of(step: int, pitch: int, kind: int) -> int:
            row = Row(first * STEPS_PER_BAR + step, family * SLOTS_PER_FAMILY, pitch, kind, 0)
            return length_of(row, self._request.genre, self._lengths, self._request.seed, {})

        ticks = bar_ticks(self._meters, first)
        return notes_from(phrase, ticks, self._ppq, semitones=-self.home_shift, steps_of=steps_of)

    def _by_track(self, player: Player, notes: Notes) -> dict[int, Notes]:
        tracks = list(self.writing[player])
        registers = {index: self._register(index, place) for place, index in enumerate(tracks)}
        tracks.sort(key=lambda index: -registers[index])
        if self._request.song.tracks[tracks[0]].family is not Family.GUITAR:
            notes = notes if self.strikes_chords(player, tracks, 0) else without_overlaps(notes)
        inside = within(notes, self._request.region.start, self._request.region.end)
        shares = shared_out(inside, tracks, [registers[index] for index in tracks])
        return {index: kept_within(part, self._request, index) for index, part in shares.items()}

    def strikes_chords(self, player: Player, tracks: Sequence[int], seed: int) -> bool:
        """Whether these tracks strike several notes at once: by their notes, else by what they are."""
        if player == Player.DRUMS or len(tracks) > 1:
            return True
        track = self._request.song.tracks[tracks[0]]
        if len(track.notes) >= ENOUGH_NOTES:
            _, counts = np.unique(track.notes["start"], return_counts=True)
            return bool(np.mean(counts > 1) > CHORD_SHARE)
        if track.family is Family.GUITAR:  # riffs and lines as often as chords
            return bool(np.random.default_rng((seed, int(player))).random() < 0.5)
        return track.family not in (Family.BASS, Family.LEAD)

    def _register(self, index: int, place: int) -> float:
        """The mean pitch of a track; where it is empty, the first one counts as the highest."""
        pitches = self._request.song.tracks[index].notes["pitch"]
        return float(np.mean(pitches)) if len(pitches) else 72.0 - 7 * place

    def _staying(self, index: int) -> Notes:
        """A track's notes that no take replaces."""
        notes = self._request.song.tracks[index].notes
        if index not in self._request.tracks:
            return notes
        region = self._request.region
        inside = (notes["start"] >= region.start) & (notes["start"] < region.end)
        staying: Notes = notes[~inside | notes["locked"]]
        return staying

    def _has_music(self, start: int, end: int) -> bool:
        return any(len(starting_within(notes, start, end)) for notes in self._stays.values())

    def _end_of_path(self, notes: Mapping[int, Notes], window: PhraseWindow) -> NDArray[np.void]:
        phrase = phrase_from(notes, self._players, bar_ticks(self._meters, window.first), self._ppq)
        return shifted_rows(phrase, self.home_shift)

    def _find_home(self, first: int, end: int) -> int:
        """Semitones from the song's key to C major or A minor.

        By the notes near the region; where there are none, by the song's, the scale that was asked for, the
        key signature; and else by the seed.
        """
        request, meters = self._request, self._meters
        near = meters.bar_start(max(0, first - NEARBY_BARS)), meters.bar_start(end + NEARBY_BARS)
        ends = {index: (notes,) for index, notes in request.present_notes().items()}
        for index, notes in request.far_end.items():
            ends[index] = (*ends.get(index, ()), notes)
        for start, stop in (near, (0, request.song.end_tick + 1)):
            heard = {i: starting_within(notes, start, stop) for i, notes in self._stays.items()}
            if request.ability in (Ability.VARY, Ability.INTERPOLATE):
                heard |= {i: np.concatenate([heard[i], *more]) for i, more in ends.items() if i in heard}
            if any(len(notes) for i, notes in heard.items() if self._players[i] != Player.DRUMS):
                return key_shift(heard, self._players)
        return shift_of_scale(request.constraints.pitch_classes, request.song.keys, request.seed)


def _moved(phrase: NDArray[np.void], bars: int) -> NDArray[np.void]:
    """The notes `bars` later, those outside the phrase left out."""
    place = phrase["bar"].astype(int) + bars
    inside = (place >= 0) & (place < PHRASE_BARS)
    moved = phrase[inside].copy()
    moved["bar"] = place[inside]
    return moved

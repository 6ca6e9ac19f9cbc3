"""One request as the band sees it: who plays what, in which key, what is given, what is written so far."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from genre_studio.generation.grid import GridSong, on_grid, parts_of
from genre_studio.generation.lengths import Lengths, length_of
from genre_studio.generation.note_codec import Row
from genre_studio.generation.take_notes import TakeNotes
from genre_studio.generation.voicing import single_voiced_parts
from genre_studio.music.instruments import Family
from genre_studio.music.notes import EMPTY_NOTES, Notes, starting_within
from genre_studio.music.scales import estimate_key
from genre_studio.plugin_api import Ability, Request
from genre_studio_gan.band import PHRASE_BARS, Player, rows_to_pitches
from genre_studio_gan.casting import cast, shared_out
from genre_studio_gan.keys import shift_of, shift_of_scale, shifted_rows
from genre_studio_gan.phrases import band_notes, phrase_of, thinned
from genre_studio_gan.windows import PhraseWindow, bars_of, windows_of

NEARBY_BARS = 8  # around the region, in which its key is looked for


class BandScore:
    """The song's side of a request, and the takes in the making.

    Phrases that go in and out are at home (C major or A minor); `home_shift` is how far the song is from it.
    """

    def __init__(self, request: Request, lengths: Lengths) -> None:
        self._request = request
        song, region = request.song, request.region
        first, end = bars_of(song, region)
        self._end_tick = song.meter_map.bar_start(end + PHRASE_BARS)
        self._parts = parts_of(song)
        self._players = cast(song, request.tracks, request.heard_tracks)
        self._stays = {i: self._staying(i) for i, track in enumerate(song.tracks) if not track.muted}
        self.writing: dict[Player, list[int]] = {}
        for index in request.tracks:
            self.writing.setdefault(self._players[index], []).append(index)
        self.windows = windows_of(
            first,
            end,
            music_before=self._has_music(0, region.start),
            music_after=self._has_music(region.end, song.end_tick + 1),
        )
        self.home_shift = self._find_home(first, end)
        grid = self._grid(self._stays)
        self._lines, self._given = grid.bar_lines, band_notes(grid, self._players)
        written = {self._parts[index] for index in request.tracks}
        self._single = single_voiced_parts(on_grid(song, self._parts), written)
        self._notes = TakeNotes(
            request, lambda row, seed: length_of(row, request.genre, lengths, seed, {}), self._single
        )
        self._written: list[list[tuple[int, NDArray[np.void]]]] = [[] for _ in range(request.takes)]

    def given(self, window: PhraseWindow, take: int) -> NDArray[np.void]:
        """What stands in a window before it is written: the song's notes and the take's so far, at home."""
        phrase = self._at_home(self._given, window)
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

    def placed(self, window: PhraseWindow, phrase: NDArray[np.void], seed: int) -> dict[int, Notes]:
        """What was just written of a take as notes by track, within the region and the request's limits."""
        return self._notes.of(self._rows(window.first, phrase), seed)

    def notes(self, take: int, seed: int) -> dict[int, Notes]:
        """All that has been written of a take, by track."""
        rows = [row for first, phrase in self._written[take] for row in self._rows(first, phrase)]
        return dict.fromkeys(self._request.tracks, EMPTY_NOTES) | self._notes.of(rows, seed)

    def strikes_chords(self, player: Player, seed: int) -> bool:
        """Whether a player's tracks together strike several notes at once."""
        tracks = self.writing[player]
        if player == Player.DRUMS or len(tracks) > 1:
            return True
        track = self._request.song.tracks[tracks[0]]
        if track.family is Family.GUITAR and not len(track.notes):  # riffs and lines as often as chords
            return bool(np.random.default_rng((seed, int(player))).random() < 0.5)
        return self._parts[tracks[0]] not in self._single

    def _rows(self, first: int, phrase: NDArray[np.void]) -> list[Row]:
        """A phrase from bar `first` on as rows of the song; what a short bar cannot hold falls away."""
        lines = self._lines[first : first + PHRASE_BARS + 1].astype(np.int64)
        bars = phrase["bar"].astype(int)
        phrase = phrase[lines[bars] + phrase["step"] < lines[bars + 1]]
        steps = lines[phrase["bar"].astype(int)] + phrase["step"]
        pitches = rows_to_pitches(phrase["row"], -self.home_shift)
        tracks = np.zeros(len(phrase), np.int64)
        for player, own in self.writing.items():
            chosen = phrase["player"] == player
            registers = {index: self._register(index, place) for place, index in enumerate(own)}
            high_first = sorted(own, key=lambda index: -registers[index])
            heights = [registers[index] for index in high_first]
            tracks[chosen] = shared_out(steps[chosen], pitches[chosen], high_first, heights)
        columns = (steps, np.array(self._parts)[tracks], pitches, phrase["duration"], phrase["level"])
        return [Row(*note) for note in np.stack(columns, 1).astype(int).tolist()]

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

    def _grid(self, notes: Mapping[int, Notes]) -> GridSong:
        song = self._request.song
        tracks = tuple(t.with_notes(notes.get(i, EMPTY_NOTES)) for i, t in enumerate(song.tracks))
        return on_grid(replace(song, tracks=tracks), self._parts, end_tick=self._end_tick)

    def _at_home(self, notes: NDArray[np.void], window: PhraseWindow) -> NDArray[np.void]:
        lines = self._lines[window.first : window.first + PHRASE_BARS + 1]
        return shifted_rows(phrase_of(notes, lines), self.home_shift)

    def _end_of_path(self, notes: Mapping[int, Notes], window: PhraseWindow) -> NDArray[np.void]:
        return self._at_home(band_notes(self._grid(notes), self._players), window)

    def _find_home(self, first: int, end: int) -> int:
        """Semitones from the song's key to C major or A minor.

        By the notes near the region; where there are none, by the song's, the scale that was asked for, the
        key signature; and else by the seed.
        """
        request, meters = self._request, self._request.song.meter_map
        pitched = [i for i in self._stays if self._players[i] != Player.DRUMS]
        parts = [self._stays[i] for i in pitched]
        if request.ability in (Ability.VARY, Ability.INTERPOLATE):
            ends = (request.present_notes(), request.far_end)
            parts += [notes for path in ends for i, notes in path.items() if i in pitched]
        near = meters.bar_start(max(0, first - NEARBY_BARS)), meters.bar_start(end + NEARBY_BARS)
        for start, stop in (near, (0, request.song.end_tick + 1)):
            heard = [starting_within(notes, start, stop) for notes in parts]
            if any(len(notes) for notes in heard):
                return shift_of(estimate_key(heard))
        return shift_of_scale(request.constraints.pitch_classes, request.song.keys, request.seed)


def _moved(phrase: NDArray[np.void], bars: int) -> NDArray[np.void]:
    """The notes `bars` later, those outside the phrase left out."""
    place = phrase["bar"].astype(int) + bars
    inside = (place >= 0) & (place < PHRASE_BARS)
    moved = phrase[inside].copy()
    moved["bar"] = place[inside]
    return moved

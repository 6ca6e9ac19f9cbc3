"""The header's division word: ticks a quarter note, or film frames turned into them."""

from dataclasses import dataclass

from genre_studio.music.midi_file.repairs import Repair, RepairLog
from genre_studio.music.timing import DEFAULT_PPQ, DEFAULT_TEMPO_US

_FRAME_RATES = {24, 25, 29, 30}


@dataclass(frozen=True, slots=True)
class Division:
    """Ticks a quarter note and, for a file counted in film frames, the one tempo that keeps its seconds."""

    ppq: int
    frame_tempo_us: int | None = None


def read_division(word: int, log: RepairLog) -> Division:
    """The division that the header's 16-bit `word` states."""
    if word < 0x8000:
        if not word:
            log.add(Repair.NO_DIVISION, 12)
        return Division(word or DEFAULT_PPQ)
    frames, ticks_per_frame = 0x100 - (word >> 8), word & 0xFF
    if not ticks_per_frame:
        log.add(Repair.NO_DIVISION, 12)
        return Division(DEFAULT_PPQ)
    log.add(Repair.FRAME_TIME, 12)
    if frames not in _FRAME_RATES:
        log.add(Repair.FRAME_RATE, 12)
    return _frame_division(frames, ticks_per_frame)


def _frame_division(frames: int, ticks_per_frame: int) -> Division:
    """120 beats a minute where a half second is a whole number of ticks, else 60."""
    is_drop_frame = frames == 29  # 30 frames counted at 29.97 a second
    ticks_per_second = (30 if is_drop_frame else frames) * ticks_per_frame
    slower = 1001 if is_drop_frame else 1000
    if ticks_per_second % 2:
        return Division(ticks_per_second, 2 * DEFAULT_TEMPO_US * slower // 1000)
    return Division(ticks_per_second // 2, DEFAULT_TEMPO_US * slower // 1000)

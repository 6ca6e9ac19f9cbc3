"""Everything that playing does, done once to nobody: so that the first note need not wait for what numpy
makes ready at its first use (13 ms on a quiet machine, 40 ms on a busy one)."""

from genre_studio.music.channel_events import ChannelEventKind, make_channel_events
from genre_studio.music.notes import make_notes
from genre_studio.music.song import Song, Track
from genre_studio.playback import messages
from genre_studio.playback.player import Player
from genre_studio.playback.ports import Port
from genre_studio.playback.score import score_of


class _NoPorts:
    """Opens nothing."""

    def open(self, number: int, output_id: str) -> None:
        pass

    def close_port(self, port: Port) -> None:
        pass

    def look(self) -> None:
        pass


def warm_up() -> None:
    """Play a bar round a loop, edit it meanwhile, and stop."""
    settings = [(0, ChannelEventKind.PROGRAM, 0, 5), (10, ChannelEventKind.CONTROL, 64, 127)]
    notes = make_notes([0, 240, 480], [240, 400, 480], [60, 64, 67])
    song = Song(tracks=(Track(notes=notes, events=make_channel_events(settings)),))
    player = Player(_NoPorts(), lambda _: None)
    player.set_score(score_of(song), 0.0)
    player.set_metronome(messages.SetMetronome(True), 0.0)
    player.play(messages.Play(0, (0, 1920), count_in_bars=1), 0.0)
    for hundredth in range(500):
        if hundredth == 300:
            player.set_score(score_of(song), 3.0)
        player.step(hundredth / 100)
    player.stop(5.0)

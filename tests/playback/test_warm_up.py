"""Playing to nobody before anybody listens."""

from genre_studio.playback.player import Player
from genre_studio.playback.warm_up import warm_up


def test_it_plays_through_and_leaves_nothing_down(monkeypatch) -> None:
    sent, players = [], []
    send = Player.send

    def listen(player, messages, due_s=None) -> None:
        players.append(player)
        sent.extend(messages)
        send(player, messages, due_s)

    monkeypatch.setattr(Player, "send", listen)
    warm_up()
    kinds = {message[0] & 0xF0 for _, message in sent}
    assert {0x90, 0x80, 0xB0, 0xC0} <= kinds
    assert not len(players[-1].keys)

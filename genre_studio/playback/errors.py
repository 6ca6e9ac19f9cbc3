"""What playback raises for a person to read."""


class PlaybackError(Exception):
    """Sound cannot be made; the message is one sentence that says why and what to do."""

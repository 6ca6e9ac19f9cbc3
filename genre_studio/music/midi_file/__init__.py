"""Standard MIDI files to songs and back, event for event, with a list of what had to be repaired."""

from genre_studio.music.midi_file.reader import ReadResult, read_song, read_song_bytes
from genre_studio.music.midi_file.repairs import MidiFileError
from genre_studio.music.midi_file.writer import song_bytes, write_song

__all__ = ["MidiFileError", "ReadResult", "read_song", "read_song_bytes", "song_bytes", "write_song"]

"""The parts of the window around the roll. Each shows values and emits signals; none edits the song."""

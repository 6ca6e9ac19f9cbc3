"""Keys that people bring along from another program, by command id.

A preset names only what differs from our own keys (the `shortcut` of each command). Where a program has
no such command, or its key needs a mouse, ours stays. Ctrl is Cmd on a Mac, as in QKeySequence.
"""

from collections.abc import Mapping

OURS = "Genre Studio"

# Ableton Live 12, reference manual, chapters "Editing MIDI" and "Live Keyboard Shortcuts": B draw mode,
# Ctrl+U quantize, Ctrl+J join, Ctrl+E split at the selection, Ctrl+L loop the selection, F fold, Ctrl+D
# duplicate, 0 deactivates (our lock has no counterpart), O metronome, F9 record, Ctrl+T new MIDI track,
# Ctrl+R rename, Ctrl+Shift+Z redo, Home to the beginning, Z zoom to the selection, X back out, Ctrl+Shift+R
# export. Arrows move and transpose, Shift+Up an octave, Shift+Right lengthens: as ours.
_LIVE = {
    "tool_pencil": "B",
    "quantize_selection": "Ctrl+U",
    "quantize_panel": "Ctrl+Shift+U",
    "join_notes": "Ctrl+J",
    "split_notes": "Ctrl+E",
    "toggle_loop": "Ctrl+L",
    "return_to_start": "Home",
    "zoom_to_selection": "Z",
    "toggle_metronome": "O",
    "record": "F9",
    "export": "Ctrl+Shift+R",
    "fold_used": "F",
    "add_track": "Ctrl+T",
    "rename_track": "Ctrl+R",
}

# FL Studio, manual, pages "Piano roll" and "Keyboard & mouse shortcuts": P draw, E select, D delete, C cut
# (slice), B paint, Ctrl+Q quick quantize, Alt+Q quantize dialog, Ctrl+L quick legato, Ctrl+G glue, Ctrl+U
# quick chop, Alt+S strum, Alt+R randomize, Ctrl+B duplicate, Ctrl+Up/Down octave, Shift+Up/Down semitone,
# Shift+Left/Right nudge by a step, Ctrl+D deselect, Alt+V ghost notes, Ctrl+M metronome, R record. Its Ctrl+Z
# undoes and redoes in turn; ours only undoes.
_FL = {
    "tool_pencil": "P",
    "tool_select": "E",
    "tool_erase": "D",
    "tool_knife": "C",
    "tool_velocity": "B",
    "quantize_selection": "Ctrl+Q",
    "quantize_panel": "Alt+Q",
    "legato": "Ctrl+L",
    "join_notes": "Ctrl+G",
    "generate": "Ctrl+Return",
    "chop_notes": "Ctrl+U",
    "strum_notes": "Alt+S",
    "humanize_notes": "Alt+R",
    "duplicate_selection": "Ctrl+B",
    "octave_up": "Ctrl+Up",
    "octave_down": "Ctrl+Down",
    "transpose_up": "Shift+Up",
    "transpose_down": "Shift+Down",
    "nudge_left": "Shift+Left",
    "nudge_right": "Shift+Right",
    "shorten": "Ctrl+Alt+Left",
    "lengthen": "Ctrl+Alt+Right",
    "select_none": "Ctrl+D",
    "toggle_ghosts": "Alt+V",
    "toggle_metronome": "Ctrl+M",
    "record": "R",
    "return_to_start": "Home",
    "quit": "Alt+F4",
}

# Logic Pro, user guide, appendix "Keyboard shortcuts" (U.S. preset, Cmd written as Ctrl): Q quantize,
# Option+Up/Down semitone, Shift+Option+Up/Down octave, Option+Left/Right nudge, Option+Shift+Left/Right
# length, Ctrl+R repeat, Ctrl+J join, C cycle, K click, R record, Return to the beginning, Z zoom to fit the
# selection, Ctrl+M mute notes, Ctrl+Option+N new tracks, Shift+I invert selection, Ctrl+Backspace delete
# track, M and S mute and solo the chosen track.
_LOGIC = {
    "quantize_selection": "Q",
    "transpose_up": "Alt+Up",
    "transpose_down": "Alt+Down",
    "octave_up": "Alt+Shift+Up",
    "octave_down": "Alt+Shift+Down",
    "nudge_left": "Alt+Left",
    "nudge_right": "Alt+Right",
    "shorten": "Alt+Shift+Left",
    "lengthen": "Alt+Shift+Right",
    "duplicate_selection": "Ctrl+R",
    "join_notes": "Ctrl+J",
    "toggle_loop": "C",
    "toggle_metronome": "K",
    "toggle_lock": "Ctrl+K",
    "record": "R",
    "invert_selection": "Shift+I",
    "add_track": "Ctrl+Alt+N",
    "remove_track": "Ctrl+Backspace",
    "zoom_to_selection": "Z",
    # Logic's arrows choose notes, and Option moves them.
    "previous_note": "Left",
    "next_note": "Right",
    "extend_back": "Shift+Left",
    "extend_on": "Shift+Right",
}

PRESETS: Mapping[str, Mapping[str, str]] = {
    OURS: {},
    "Like Ableton Live": _LIVE,
    "Like FL Studio": _FL,
    "Like Logic Pro": _LOGIC,
}

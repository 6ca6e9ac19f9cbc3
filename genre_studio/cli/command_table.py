"""The commands by name. Plain text: neither the window's start nor a test of a name imports more."""

PROGRAM = "genre-studio"

COMMANDS = {
    "continue": ("continue_command", "Continue a MIDI file in a genre; writes takes as .mid files."),
    "refill": ("refill_command", "Write bars of a MIDI file anew, between the music on both sides."),
    "generate": ("generate_command", "Write bars from nothing in a genre, for a band."),
    "accompany": ("accompany_command", "Write parts to what a MIDI file plays."),
    "vary": ("vary_command", "Write takes near what a MIDI file has."),
    "interpolate": ("interpolate_command", "Write the steps of a path from one MIDI file to another."),
    "info": ("info_command", "Say what is in a MIDI file."),
    "render": ("render_command", "Turn a MIDI file into sound (.wav)."),
    "image": ("image_command", "Write a MIDI file as pictures, or read pictures as a MIDI file."),
    "demo": ("demo_command", "Continue the demo song in every genre: .mid, .wav and .png."),
    "plugins": ("plugins_command", "List the generator plugins and how they fare."),
    "check-plugin": ("check_plugin_command", "Check that a plugin keeps every rule."),
    "models": ("models_command", "List models; import, export, rename or delete your own."),
    "dataset": (
        "dataset_command",
        "Make a dataset to train on: dataset build FOLDER --out DATASET.",
    ),
    "listening": ("listening_command", "Make a blind listening test, and read its answers."),
    "train": ("train_command", "Train a plugin's model on a folder of music."),
    "evaluate": ("evaluate_command", "Say in figures how good models are: HTML, CSV and JSON."),
    "index": ("index_command", "Index a model's training music, to know its quotes."),
    "fit-judge": ("fit_judge_command", "Fit the genre judge and its reference to a folder of music."),
    "runs": ("runs_command", "List the training runs in the background; pause, resume or stop one."),
}
"""Module below `genre_studio.cli` and one line of help, by the name that is typed."""

OPEN = "open_command"
"""The module of what is called without a command's name."""

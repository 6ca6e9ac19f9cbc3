"""What this plugin says of itself; imports nothing heavy."""

from genre_studio.plugin_api import (
    API_VERSION,
    DENSITY,
    FOCUS,
    LONGEST_QUOTE,
    WILDNESS,
    Ability,
    Number,
    PluginInfo,
)

INFO = PluginInfo(
    id="lstm_continuation",
    title="LSTM continuation",
    version="0.1.0",
    api_version=API_VERSION,
    summary="Continues all tracks of a song in a genre, or fills bars so that they lead into what follows.",
    abilities=frozenset({Ability.CONTINUE, Ability.INFILL}),
    genres=("classical", "jazz", "rock"),
    parameters=(
        WILDNESS,
        FOCUS,
        Number(
            id="repetition",
            title="Repetition",
            default=0.5,
            minimum=0.0,
            maximum=1.0,
            low="Fresh",
            high="Loop",
            help="How readily earlier bars come back. The middle is what the genre itself does.",
        ),
        DENSITY,
        Number(
            id="genre_strength",
            title="Genre strength",
            default=1.0,
            minimum=0.0,
            maximum=3.0,
            low="Yours",
            high="Genre",
            help="How strongly the genre pulls; more where your bars come from another genre.",
        ),
        LONGEST_QUOTE,
    ),
    generator="genre_studio_lstm.generator:LstmContinuation",
    trainer="genre_studio_lstm.trainer:LstmTrainer",
    models="genre_studio_lstm:models",
)

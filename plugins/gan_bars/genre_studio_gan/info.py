"""What this plugin says of itself; imports nothing heavy."""

from genre_studio.plugin_api import (
    API_VERSION,
    DENSITY,
    LONGEST_QUOTE,
    WILDNESS,
    Ability,
    Choice,
    Number,
    PluginInfo,
)

EVERYTHING, BARS, LINES = "everything", "bars", "lines"

INFO = PluginInfo(
    id="gan_bars",
    title="GAN bars",
    version="0.1.0",
    api_version=API_VERSION,
    summary="Writes bars for a band in a genre: from nothing, under your tracks, between or near your bars.",
    abilities=frozenset(
        {
            Ability.GENERATE,
            Ability.ACCOMPANY,
            Ability.INFILL,
            Ability.VARY,
            Ability.INTERPOLATE,
        }
    ),
    genres=("classical", "jazz", "rock"),
    parameters=(
        WILDNESS,
        DENSITY,
        Number(
            id="distance",
            title="Distance",
            default=0.4,
            minimum=0.0,
            maximum=1.0,
            low="Near",
            high="Far",
            help="How far a variation goes from what is there.",
            only_for=(Ability.VARY,),
        ),
        LONGEST_QUOTE,
        Choice(
            id="takes_differ",
            title="Takes differ in",
            default=EVERYTHING,
            options=(
                (EVERYTHING, "Everything"),
                (BARS, "Their bars, one song"),
                (LINES, "Their lines, one course"),
            ),
            help="What the takes have in common: nothing, the idea of the song, or also where it goes.",
        ),
    ),
    generator="genre_studio_gan.generator:GanBars",
    trainer="genre_studio_gan.trainer:GanTrainer",
    models="genre_studio_gan:models",
)

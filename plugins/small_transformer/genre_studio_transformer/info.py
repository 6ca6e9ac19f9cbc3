"""What this plugin says of itself; imports nothing heavy."""

from dataclasses import replace

from genre_studio.plugin_api import API_VERSION, FOCUS, WILDNESS, Ability, PluginInfo

INFO = PluginInfo(
    id="small_transformer",
    title="Small Transformer",
    version="0.1.0",
    api_version=API_VERSION,
    summary="Continues a song, writes one from nothing or joins in with what plays, by attention alone.",
    abilities=frozenset({Ability.CONTINUE, Ability.GENERATE, Ability.ACCOMPANY}),
    genres=("classical", "jazz", "rock"),
    parameters=(
        replace(WILDNESS, default=0.95),
        replace(FOCUS, default=0.95),
    ),
    generator="genre_studio_transformer.generator:SmallTransformer",
    trainer="genre_studio_transformer.trainer:TransformerTrainer",
    models="genre_studio_transformer:models",
)

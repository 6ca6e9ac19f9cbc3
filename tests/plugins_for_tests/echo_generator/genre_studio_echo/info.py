"""What the plugin says of itself."""

from genre_studio.plugin_api import API_VERSION, Ability, Choice, Number, PluginInfo, Switch, WholeNumber

INFO = PluginInfo(
    id="echo",
    title="Echo",
    version="1.2",
    api_version=API_VERSION,
    summary="Writes notes at random places within the rules.",
    abilities=frozenset({Ability.CONTINUE, Ability.INFILL, Ability.GENERATE}),
    genres=("classical", "jazz", "rock"),
    parameters=(
        Number("temperature", "Adventure", 1.0, 0.1, 2.0),
        WholeNumber("density", "Density", 4, 1, 16, unit="notes a bar"),
        Choice("mood", "Mood", "calm", (("calm", "Calm"), ("wild", "Wild"))),
        Switch("soft", "Soft", False),
    ),
    generator="genre_studio_echo.generator:EchoGenerator",
)

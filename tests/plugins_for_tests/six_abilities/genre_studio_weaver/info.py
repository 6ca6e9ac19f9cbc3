"""What the plugin says of itself."""

from genre_studio.plugin_api import API_VERSION, Ability, Number, PluginInfo, WholeNumber

INFO = PluginInfo(
    id="weaver",
    title="Weaver",
    version="1.0",
    api_version=API_VERSION,
    summary="Writes, joins and varies by plain rules.",
    abilities=frozenset(Ability),
    genres=("classical", "jazz", "rock"),
    parameters=(
        WholeNumber("density", "Density", 4, 1, 16, unit="notes a bar"),
        Number("distance", "How far", 0.3, 0.0, 1.0, low="Near", high="Far", only_for=(Ability.VARY,)),
    ),
    generator="genre_studio_weaver.generator:WeaverGenerator",
)

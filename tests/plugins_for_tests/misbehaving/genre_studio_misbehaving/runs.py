"""Descriptions without fault (but for five), of the generators in `generators`."""

from dataclasses import replace

from genre_studio.plugin_api import API_VERSION, Ability, Number, PluginInfo

NO_INFO = {"id": "is_no_info"}


def _info(id: str, generator: str) -> PluginInfo:
    return PluginInfo(
        id=id,
        title=id.replace("_", " ").capitalize(),
        version="0.1",
        api_version=API_VERSION,
        summary="It fails.",
        abilities=frozenset({Ability.CONTINUE}),
        genres=("jazz",),
        parameters=(),
        generator=f"genre_studio_misbehaving.generators:{generator}",
    )


ABORTS = _info("aborts", "Aborting")
CANNOT_CONSTRUCT = _info("cannot_construct", "NotConstructible")
CARELESS_REFILL = replace(
    _info("careless_refill", "CarelessRefilling"), abilities=frozenset({Ability.CONTINUE, Ability.INFILL})
)
DEAF = replace(
    _info("deaf", "Deaf"), abilities=frozenset({Ability.ACCOMPANY, Ability.VARY, Ability.INTERPOLATE})
)
DEFAULT_OUTSIDE = replace(
    _info("default_outside", "Refusing"), parameters=(Number("heat", "Heat", 9.0, 0.0, 1.0),)
)
EATS_MEMORY = _info("eats_memory", "Hungry")
EXITS = _info("exits", "Exiting")
FROM_THE_FUTURE = replace(_info("breaks_api", "Refusing"), api_version=API_VERSION + 1)
GENERATOR_MISSING = _info("generator_missing", "NobodyWroteThis")
HANGS = _info("hangs", "Hanging")
PRINTS = _info("prints", "Printing")
RAISES = _info("raises", "Raising")
REFUSES = _info("refuses", "Refusing")
RETURNS_RUBBISH = _info("returns_rubbish", "Rubbish")
TOO_FEW = _info("too_few", "TooFew")
TOO_LATE = _info("too_late", "TooLate")

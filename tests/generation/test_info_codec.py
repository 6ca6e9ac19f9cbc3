import json
from dataclasses import replace
from typing import Any

import pytest

from genre_studio.generation.info_codec import InfoError, info_from_json, info_to_json
from genre_studio.plugin_api import API_VERSION, Ability, Choice, Number, PluginInfo, Switch, WholeNumber

INFO = PluginInfo(
    id="tiny",
    title="Tiny",
    version="1",
    api_version=API_VERSION,
    summary="Tiny.",
    abilities=frozenset({Ability.CONTINUE, Ability.INFILL}),
    genres=("jazz", "rock"),
    parameters=(
        Number("heat", "Heat", 0.5, 0, 1, low="Cold", high="Hot"),
        WholeNumber("bars", "Bars", 4, 1, 8),
        Choice("mood", "Mood", "calm", (("calm", "Calm"), ("wild", "Wild"))),
        Switch("soft", "Soft", True, only_for=(Ability.INFILL,)),
    ),
    generator="tiny.generator:Tiny",
    models="tiny:models",
)


def test_description_survives_json() -> None:
    assert info_from_json(json.loads(json.dumps(info_to_json(INFO)))) == INFO


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "Tiny!"}, "Its id must be"),
        ({"id": 3}, "Its id must be"),
        ({"title": ""}, "Its title is empty"),
        ({"summary": "x" * 3_000}, "Its summary must be a short text"),
        ({"api_version": "1"}, "api_version must be a whole number"),
        ({"generator": "tiny.generator"}, "Its generator must be named"),
        ({"models": "tiny:../../secret"}, "Its models must be named"),
        ({"models": "tiny:/etc"}, "Its models must be named"),
        ({"abilities": {Ability.CONTINUE}}, "Its abilities must be"),
        ({"genres": ()}, "Its genres must be"),
        ({"genres": ("jazz", "jazz")}, "named twice"),
        ({"parameters": [1]}, "Its parameters must be a tuple"),
        ({"parameters": (1,)}, "must be a Number"),
        ({"parameters": (Switch("a", "A", True), Switch("a", "A", True))}, "share an id"),
        ({"parameters": (Number("a", "A", 2, 0, 1),)}, "default lies outside"),
        ({"parameters": (Number("a", "A", float("nan"), 0, 1),)}, "must be numbers"),
        ({"parameters": (Number("a", "A", 0, 1, 0),)}, "from a lower to a higher"),
        ({"parameters": (Number("a", "A", 0, 0, 1, step=0),)}, "step must be above 0"),
        ({"parameters": (WholeNumber("a", "A", 0.5, 0, 1),)}, "must be whole numbers"),
        ({"parameters": (Choice("a", "A", "x", (("y", "Y"),)),)}, "not one of its options"),
        ({"parameters": (Choice("a", "A", "x", ()),)}, "options must be"),
        ({"parameters": (Switch("a", "A", 1),)}, "True or False"),
        ({"parameters": (Switch("a", "A", True, only_for=(Ability.VARY,)),)}, "the plugin's own abilities"),
        ({"parameters": (Switch("a", "A", True, only_for=3),)}, "the plugin's own abilities"),
    ],
)
def test_broken_rule_is_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InfoError, match=words):
        info_to_json(replace(INFO, **change))


@pytest.mark.parametrize("values", [None, [], {}, {"abilities": 3}, {**info_to_json(INFO), "x": 1}])
def test_what_is_no_description_is_refused(values: object) -> None:
    with pytest.raises(InfoError):
        info_from_json(values)

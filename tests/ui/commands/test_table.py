"""The table of commands."""

from genre_studio.ui.commands import COMMANDS, MENUS


def test_ids_are_unique() -> None:
    assert len({each.id for each in COMMANDS}) == len(COMMANDS)


def test_every_command_is_in_a_menu() -> None:
    assert {each.menu for each in COMMANDS} == set(MENUS)


def test_ids_and_titles_are_words_a_person_reads() -> None:
    for each in COMMANDS:
        assert each.id.replace("_", "").isalnum(), each.id
        assert each.title[0].isupper(), each.title

"""What a file's place and name say of it: genre, author, title."""

import re
from pathlib import PurePosixPath

_VERSION = re.compile(r"[\s_\-.(\[]*(?:v|ver|version|take|copy|mix|arr)?[\s_\-.]*\d{0,4}[\s_\-.)\]]*$", re.I)
_AUTHOR = re.compile(r"^(?P<author>[^\d\W][^_\d]{1,40}?)(?:\s+-\s+|_-_|\s*–\s*)(?P<title>.+)$")


def genre_of(label: str, source: str, asked: str) -> str:
    """The genre that a person names, else the first folder below the source, else the source's name."""
    folders = PurePosixPath(label).parts[:-1]
    return genre_word(asked or (folders[0] if folders else source))


def genre_word(name: str) -> str:
    """A genre as models know it: lower case, one space between words."""
    return " ".join(re.sub(r"[_\-]+", " ", name).lower().split())[:60] or "unnamed"


def author_and_title(label: str) -> tuple[str, str]:
    """Who a file is by, where "Author - Title.mid" or a folder below the genre's says so, and its title.

    The author is empty where nothing names one.
    """
    path = PurePosixPath(label)
    stem = " ".join(path.stem.split())
    if match := _AUTHOR.match(stem):
        return match["author"].strip().lower(), match["title"].replace("_", " ").strip()
    folders = path.parts[:-1]
    author = folders[1] if len(folders) > 1 else ""
    return author.strip().lower(), stem.replace("_", " ").strip()


def work_of(title: str) -> str:
    """What several versions of one title share: "Blue Bossa (2)" and "blue_bossa_v3" are one work."""
    plain = _VERSION.sub("", title.lower())
    return re.sub(r"[\W_]+", " ", plain or title.lower()).strip()

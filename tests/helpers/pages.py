"""The code blocks of a page in docs/: what their opening lines say they are."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)(?: (file|from)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ELISION = "..."


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is "file" (a whole file to make), "from" (part of a file of the repository) or "console"."""

    kind: str
    path: str
    text: str

    @property
    def pieces(self) -> list[str]:
        """The stretches between lines of three dots."""
        return [piece.strip("\n") for piece in f"\n{self.text}".split(f"\n{_ELISION}\n")]

    @property
    def commands(self) -> list[str]:
        """The command lines of a console block."""
        return [line.removeprefix("$ ") for line in self.text.splitlines() if line.startswith("$ ")]


def blocks_of(page: str) -> list[Block]:
    """Every block of a page, in order. A block that says nothing of itself is an error."""
    found = []
    for language, kind, path, text in _BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        assert kind or language == "console", f"{page}: a {language} block names no file: {text[:60]!r}"
        found.append(Block(kind or "console", path, text))
    return found


def write_files(page: str, folder: Path) -> None:
    """Make the files that a page shows whole."""
    for block in blocks_of(page):
        if block.kind == "file":
            path = folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")

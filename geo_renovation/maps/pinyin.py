"""Names typed as they sound: `gmjsy`, `guangming` and `光mjsy` all mean 光明家属院."""

import re
from functools import cache
from pathlib import Path

SYLLABLES = Path(__file__).with_name("syllables.txt")
# Longer words give expressions that PostgreSQL takes long to compile; names have fewer characters.
LONGEST = 24
# `xian` is 县 or 西安: so many ways to cut a word are tried, those with the longest syllables first.
MOST_WAYS = 4


@cache
def heard() -> dict[str, str]:
    """What may be typed for one character → the characters it may be: syllables and their beginnings."""
    found = {}
    for line in SYLLABLES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ")
            for end in range(1, len(syllable) + 1):
                found.setdefault(syllable[:end], []).append(characters)
    return {typed: "".join(dict.fromkeys("".join(parts))) for typed, parts in found.items()}


@cache
def whole() -> frozenset[str]:
    """What stands for a character anywhere: its syllable, its first letter, or zh, ch, sh."""
    lines = SYLLABLES.read_text(encoding="utf-8").splitlines()
    syllables = {line.split(" ")[0] for line in lines if not line.startswith("#")}
    return frozenset(syllables | {syllable[0] for syllable in syllables} | {"zh", "ch", "sh"})


def sounding_like(text: str) -> str | None:
    """A regular expression over names, or None where `text` does not spell anything."""
    text = text.lower().replace(" ", "").replace("'", "").replace("ü", "v")
    if not 2 <= len(text) <= LONGEST or not re.search("[a-z]", text):
        return None
    ways = _ways(text)
    return "|".join("".join(map(_one, way)) for way in ways) if ways else None


def _ways(text) -> list[tuple[str, ...]]:
    """The text cut into what stands for one character each, fewest pieces first."""
    ways = {len(text): [()]}
    for start in range(len(text) - 1, -1, -1):
        ends = range(start + 1, min(start + 6, len(text)) + 1)
        cuts = [(text[start:end], *rest) for end in ends if _stands(text, start, end) for rest in ways[end]]
        ways[start] = sorted(cuts, key=len)[:MOST_WAYS]
    return ways[0]


def _stands(text, start, end) -> bool:
    piece = text[start:end]
    if not (piece.isascii() and piece.isalpha()):
        return len(piece) == 1
    # What is typed last need not be complete.
    return piece in whole() or (end == len(text) and piece in heard())


def _one(piece) -> str:
    """The expression for one character of a name; a letter may also stand for itself."""
    if not (piece.isascii() and piece.isalpha()):
        return re.escape(piece)
    itself = f"{piece}{piece.upper()}" if len(piece) == 1 else ""
    return f"[{itself}{heard().get(piece, '')}]"

"""Known words that come closest to an unknown one: offered, never taken."""
from difflib import get_close_matches

OFFERED = 3
WORDS_LOOKED_AT = 2_000  # comparing with more would take longer than the row is worth


def closest(word, known):
    """At most three of `known`, the likeliest first; those it holds or is held in come before."""
    word, known = word.casefold()[:60], [k for k in known if k]
    if not word or len(known) > WORDS_LOOKED_AT:
        return []
    within = [k for k in known if len(k) > 1 and (k in word or word in k)]
    alike = get_close_matches(word, known, OFFERED, cutoff=0.5)
    return list(dict.fromkeys([*sorted(within, key=len, reverse=True), *alike]))[:OFFERED]

"""How headings are compared: spaces, width, case, marks and a unit in brackets make no difference."""
import re
import unicodedata
from functools import lru_cache

BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
# Units as headings write them -> names of units.py; 万㎡ is a hectare.
UNITS = {
    "毫米": "mm", "mm": "mm", "厘米": "cm", "cm": "cm", "米": "m", "m": "m", "公里": "km", "千米": "km",
    "km": "km", "㎡": "m2", "m2": "m2", "m²": "m2", "平方米": "m2", "平米": "m2", "亩": "mu", "公顷": "ha",
    "万㎡": "ha", "万m2": "ha", "万平方米": "ha", "万平米": "ha",
    "元": "cny", "千元": "qian", "万元": "wan", "亿元": "yi",
}  # fmt: skip


@lru_cache(4096)
def spelt(heading):
    """A heading in one spelling: full width, case, spaces and marks of obligation gone."""
    text = unicodedata.normalize("NFKC", str(heading)).casefold()
    return re.sub(r"[\s*:_\u200b\ufeff-]+", "", text)


@lru_cache(4096)
def bare(heading):
    """`spelt` without what stands in brackets."""
    return BRACKETS.sub("", spelt(heading)) or spelt(heading)


def unit_in(heading):
    """The unit a heading names in its brackets, or None."""
    for groups in BRACKETS.findall(spelt(heading)):
        unit = UNITS.get("".join(groups))
        if unit:
            return unit
    return None


# ㎡ and ² are folded by NFKC before they are looked up.
UNITS |= {spelt(word): unit for word, unit in UNITS.items()}

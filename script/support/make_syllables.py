"""Writes geo_renovation/maps/syllables.txt anew; needs `pip install pypinyin`, which the service itself does not."""

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).resolve().parents[2] / "geo_renovation" / "maps" / "syllables.txt"
# A second reading counts from this many phrases, and from this share of those with the character.
PHRASES, SHARE = 3, 0.08
# Readings that live in the names of places and people more than in phrases.
IN_NAMES = """
    厦 xia  单 shan  弄 long  番 pan  解 xie  仇 qiu  盖 ge  查 zha  蚌 beng  台 tai  涡 guo  提 di  洞 tong  会 kuai
    华 hua  任 ren  区 ou  石 shi  朴 piao  尉 yu  燕 yan  铅 yan  六 lu  枞 zong  荥 xing  郇 xun  圩 xu  圳 zhen  车 che
""".split()
HEAD = """\
# Syllables of Mandarin without tones, each with the characters of GB 2312 that may be read so; v stands for ü.
# Made by script/support/make_syllables.py from the dictionaries of pypinyin 0.55 (MIT, © 2016 mozillazg and contributors).
"""


def characters():
    """The 6,763 characters of GB 2312."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            if (row, cell) < (0xD7, 0xFA) or row > 0xD7:
                yield bytes([row, cell]).decode("gb2312")


def plain(reading):
    return to_normal(reading).replace("ü", "v")


def heard():
    """{character: {reading: number of phrases}}."""
    counts = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for character, reading in zip(phrase, readings, strict=False):
            counts[character][plain(reading[0])] += 1
    return counts


def readings(character, counts):
    """The usual reading, then those that are not rare."""
    usual, *others = dict.fromkeys(plain(reading) for reading in pinyin_dict[ord(character)].split(","))
    enough = max(PHRASES, SHARE * counts.total())
    return [usual, *(other for other in others if counts[other] >= enough)]


def main():
    counts, syllables = heard(), defaultdict(dict)
    for character in characters():
        for reading in readings(character, counts[character]):
            syllables[reading][character] = None
    for character, reading in zip(IN_NAMES[::2], IN_NAMES[1::2], strict=True):
        syllables[reading][character] = None
    lines = [f"{syllable} {''.join(found)}\n" for syllable, found in sorted(syllables.items())]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()

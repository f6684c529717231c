"""Which compounds are in the plan's scope, and for which reason the others are not."""
from dataclasses import dataclass, field

REQUIRED = ("residential", "state_land", "neglected", "facilities_lacking", "services_lacking", "willing")
EXCLUDING = ("demolition", "shantytown", "bungalow_yard")
# How many compounds fall out of the scope for each reason, beside those that lie beyond the ring.
REASONS = (
    ("office", 5), ("collective_land", 7), ("after_2005", 16), ("not_neglected", 4), ("not_facilities_lacking", 4),
    ("not_services_lacking", 4), ("not_willing", 7), ("demolition", 5), ("shantytown", 4), ("bungalow_yard", 7),
    ("undated", 3), ("unjudged", 13), ("half_judged", 11),
)  # fmt: skip
ANSWER_OF_REASON = {
    "office": "residential", "collective_land": "state_land", "not_neglected": "neglected",
    "not_facilities_lacking": "facilities_lacking", "not_services_lacking": "services_lacking", "not_willing": "willing",
}  # fmt: skip
EVIDENCE = ("2021年7月入户摸底表", "2022年补充摸底表", "不动产登记与现场查看", "社区走访记录与照片", "2024年复核表")


@dataclass
class Judgement:
    """The findings about one compound: True, False, or None while nobody has judged."""

    kind: str
    findings: dict = field(default_factory=dict)
    evidence: str = ""
    percent: int | None = None
    response: float = 0

    @property
    def is_eligible(self):
        return self.kind == "eligible"

    def answers(self):
        """The findings in the words of the file."""
        return {name: {True: "是", False: "否", None: None}[value] for name, value in self.findings.items()}


def _findings(rng, kind):
    found = {name: True for name in REQUIRED} | {name: False for name in EXCLUDING}
    if kind in ANSWER_OF_REASON:
        found[ANSWER_OF_REASON[kind]] = False
    elif kind in EXCLUDING:
        found[kind] = True
    elif kind == "unjudged":
        found = dict.fromkeys(found)
    elif kind == "half_judged":
        found["willing"] = None
        if rng.random() < 0.5:
            found["services_lacking"] = found["shantytown"] = None
    return found


def _judgement(rng, kind):
    made = Judgement(kind, _findings(rng, kind))
    if kind != "unjudged":
        made.evidence = EVIDENCE[int(rng.random() * len(EVIDENCE))]
    willing = made.findings["willing"]
    if willing is not None and kind != "office":
        made.percent = 82 + int(rng.random() * 17) if willing else 38 + int(rng.random() * 22)
        made.response = 0.72 + 0.26 * rng.random()
    return made


def judge(rng, lots) -> list[Judgement]:
    """A judgement per lot; reasons are strewn about, those beyond the ring lie outside the town."""
    kinds = ["eligible" if lot.block[0] >= 0 else "outside_town" for lot in lots]
    free = sorted((n for n, kind in enumerate(kinds) if kind == "eligible"), key=lambda _: rng.random())
    # Younger estates stand at the edge of the town rather than in its old centre.
    edge = sorted(free, key=lambda n: -max(abs(lots[n].block[0] - 6.5), abs(lots[n].block[1] - 6.5)) - 2 * rng.random())
    for kind, count in REASONS:
        pool = edge if kind in ("after_2005", "collective_land") else free
        for n in [n for n in pool if kinds[n] == "eligible"][:count]:
            kinds[n] = kind
    return [_judgement(rng, kind) for kind in kinds]

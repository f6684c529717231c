"""Every feasible connected bundle of one piece, each once.

Sets are grown as in ESU (Wernicke 2006): from its smallest member outwards, each by the neighbours that no earlier
member had. Cost and years only ever get worse, so a set that breaks them is not grown. All sets of one size are kept
as rows of bit masks and grown together.
"""

from dataclasses import dataclass

import numpy as np

WORD = 64
CHUNK = 1 << 15


@dataclass
class Pool:
    """`members` (rows × max size, padded with n) of bundles with their `value`; complete up to `max_members`."""

    members: np.ndarray
    value: np.ndarray
    max_members: int


@dataclass
class _Level:
    """All grown sets of one size."""

    members: np.ndarray  # rows × size
    cost: np.ndarray
    first: np.ndarray  # earliest wished year
    last: np.ndarray
    weight: np.ndarray
    room: np.ndarray  # masks of what each may be grown by
    near: np.ndarray  # masks of members and their neighbours

    def __len__(self):
        return len(self.cost)

    def take(self, rows):
        return _Level(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def enumerate_pool(piece, rules, most) -> Pool:
    """All feasible bundles; where a size has more than `most` sets, only those of the sizes before it."""
    masks = _Masks(piece)
    level = masks.singles(rules)
    found = [level]
    for size in range(2, rules.max_members + 1):
        grown = _grown(level, piece, masks, rules, most - sum(map(len, found)))
        if grown is None:
            return _pool(found, piece.n, rules, size - 1)
        if not len(grown):
            break
        level = grown
        found.append(level)
    return _pool(found, piece.n, rules, rules.max_members)


class _Masks:
    """Neighbourhoods and “later than” as bit masks of n/64 words."""

    def __init__(self, piece):
        self.piece = piece
        n = piece.n
        self.words = -(-n // WORD)
        later = np.triu(np.ones((n, n), bool), 1)
        self.bit = self.packed(np.eye(n, dtype=bool))
        self.neighbours = self.packed(piece.adjacent)
        self.later = self.packed(later)

    def packed(self, rows):
        padded = np.zeros((len(rows), self.words * WORD), bool)
        padded[:, : rows.shape[1]] = rows
        return np.packbits(padded, axis=1, bitorder="little").view("<u8")

    def singles(self, rules):
        piece = self.piece
        rows = np.flatnonzero(piece.cost <= rules.cmax)
        return _Level(
            members=rows[:, None].astype(np.int32),
            cost=piece.cost[rows],
            first=piece.year[rows],
            last=piece.year[rows],
            weight=np.zeros(len(rows), piece.weight.dtype),
            room=self.neighbours[rows] & self.later[rows],
            near=self.neighbours[rows] | self.bit[rows],
        )


def _grown(level, piece, masks, rules, most):
    """The sets one larger; None where they are more than `most`."""
    parts, count = [], 0
    for start in range(0, len(level), CHUNK):
        part = _grown_chunk(level.take(slice(start, start + CHUNK)), piece, masks, rules)
        count += len(part)
        if count > most:
            return None
        parts.append(part)
    return _Level(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Level.__dataclass_fields__))


def _grown_chunk(level, piece, masks, rules):
    bits = np.unpackbits(level.room.view(np.uint8), axis=1, bitorder="little", count=piece.n)
    parent, added = np.divmod(np.flatnonzero(bits), piece.n)
    cost = level.cost[parent] + piece.cost[added]
    year = piece.year[added]
    first, last = np.minimum(level.first[parent], year), np.maximum(level.last[parent], year)
    fits = (cost <= rules.cmax) & (last - first <= rules.year_spread)
    parent, added = parent[fits], added[fits]
    members, near = level.members[parent], level.near[parent]
    # What no earlier member had for a neighbour, and comes after the smallest member.
    newly = masks.neighbours[added] & ~near & masks.later[members[:, 0]]
    return _Level(
        members=np.column_stack([members, added.astype(np.int32)]),
        cost=cost[fits],
        first=first[fits],
        last=last[fits],
        weight=level.weight[parent] + piece.weight[members, added[:, None]].sum(axis=1),
        room=(level.room[parent] & masks.later[added]) | newly,
        near=near | masks.neighbours[added] | masks.bit[added],
    )


def _pool(levels, n, rules, max_members):
    members, values = [], []
    width = max(level.members.shape[1] for level in levels) if levels else 1
    for level in levels:
        size = level.members.shape[1]
        rows = np.flatnonzero(level.cost >= rules.cmin)
        padded = np.full((len(rows), width), n, np.int32)
        padded[:, :size] = np.sort(level.members[rows], axis=1)
        members.append(padded)
        values.append(rules.alpha * size + level.weight[rows] - rules.beta)
    return Pool(np.concatenate(members), np.concatenate(values), max_members)

"""How the members of a selection hang together."""


def pieces(codes, links) -> list[list[str]]:
    """Groups of codes joined by `links` (pairs of codes), the largest first."""
    leader = {code: code for code in codes}

    def find(code):
        while leader[code] != code:
            leader[code] = leader[leader[code]]
            code = leader[code]
        return code

    for low, high in links:
        leader[find(high)] = find(low)
    groups = {}
    for code in codes:
        groups.setdefault(find(code), []).append(code)
    return sorted((sorted(group) for group in groups.values()), key=lambda g: (-len(g), g))


def joining(groups, neighbours) -> list[str]:
    """Outside compounds that touch more than one group; `neighbours` is {code: codes inside}."""
    where = {code: index for index, group in enumerate(groups) for code in group}
    touched = {code: {where[i] for i in inside} for code, inside in neighbours.items()}
    most_first = sorted(touched, key=lambda code: (-len(touched[code]), code))
    return [code for code in most_first if len(touched[code]) > 1]

"""The plans of pieces, kept by what each piece is: where locks leave a piece as it was, its plan stands."""

import hashlib
from dataclasses import asdict

from ..bundling.components import pieces
from ..bundling.master import Effort
from ..bundling.solving import Part
from ..models import ProposalPart


def named_pieces(instance, rules) -> dict:
    """{digest: piece}, in the order of their first compounds."""
    return {digest_of(piece, rules): piece for piece in pieces(instance, rules)}


def digest_of(piece, rules) -> str:
    plain = repr((rules, piece.together, piece.apart, piece.wanted)).encode()
    arrays = (piece.nodes, piece.cost, piece.year, piece.weight, piece.adjacent)
    return hashlib.sha256(b"\0".join([plain, *(array.tobytes() for array in arrays)])).hexdigest()


def kept(proposal, digests) -> dict:
    """{digest: Part} of those that have a plan already."""
    rows = ProposalPart.objects.filter(proposal=proposal).values_list("digest", "plan")
    wanted = set(digests)
    return {digest: as_part(plan) for digest, plan in rows if digest in wanted}


def keep(proposal, parts):
    """Writes plans down; a better one takes the place of the one before."""
    rows = [ProposalPart(proposal=proposal, digest=digest, plan=asdict(part)) for digest, part in parts.items()]
    ProposalPart.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["proposal", "digest"], update_fields=["plan"], batch_size=1000
    )


def as_part(plan) -> Part:
    return Part(**plan | {"effort": Effort(plan["effort"])})

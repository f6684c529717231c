"""Proposals from the register: who takes part, what neighbours share, the plan of each piece, and why it is as it is.

The register is read once (`reading`) and kept with the proposal; everything after that is worked out from what was kept.
"""

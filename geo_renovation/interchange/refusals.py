"""Why a whole file, or one value of a row, is not taken: a code and its details, in no language."""
from functools import cached_property


class Refused(Exception):
    """The whole file cannot be read; `reason` is a code of messages.REFUSALS."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


class Fault(ValueError):
    """One value cannot be stored; `reason` is a code of messages.FAULTS, a detail may be what makes it."""

    def __init__(self, reason, **made):
        super().__init__(reason)
        self.reason = reason
        self.made = made

    @cached_property
    def details(self):
        """Made when first asked for: what comes closest takes long to find."""
        return {name: part() if callable(part) else part for name, part in self.made.items()}


class Cancelled(Exception):
    """Somebody asked to stop; raised by whoever watches an import, out of its transaction."""

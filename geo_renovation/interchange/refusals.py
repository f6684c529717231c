"""Why a whole file, or one value of a row, is not taken: a code and its details, in no language."""


class Refused(Exception):
    """The whole file cannot be read; `reason` is a code of messages.REFUSALS."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


class Fault(ValueError):
    """One value cannot be stored; `reason` is a code of messages.FAULTS."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

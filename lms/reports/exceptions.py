"""Why a report or an assignment is refused; each carries a sentence for the reader."""


class ReportRefused(ValueError):
    """The report cannot be drawn as asked for; the message says what to ask instead."""

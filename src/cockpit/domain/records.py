"""What really happened: the kinds of files and the values that records take."""

from enum import IntEnum, StrEnum

NEVER = 2_000_000
"""Day number that stands for "has not happened"; far beyond any date, safe to subtract in int32."""

NOBODY = -1
"""Id of the rep, source or lead that a record does not name."""


class FileKind(StrEnum):
    """What the rows of a file are."""

    TARGETS = "targets"
    COMMITMENTS = "commitments"
    ASSUMPTIONS = "assumptions"
    LEADS = "leads"
    OPPORTUNITIES = "opportunities"
    SPEND = "spend"
    VISITORS = "visitors"
    MEETINGS = "meetings"
    USERS = "users"


class Outcome(IntEnum):
    """What became of an opportunity, with the code that the store and the frames use."""

    OPEN = 0
    WON = 1
    LOST = 2


class Origin(StrEnum):
    """Who brought an opportunity in."""

    MARKETING = "marketing"
    SALES = "sales"
    CHANNEL = "channel"
    CUSTOMER_SUCCESS = "customer_success"


class OpportunityKind(StrEnum):
    """What is being sold to whom."""

    NEW = "new"
    UPSELL = "upsell"
    CROSS_SELL = "cross_sell"

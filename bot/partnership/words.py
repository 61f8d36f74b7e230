"""The partnership's own words: `[words]`."""

from bot.partnership.part import Part


class Words(Part):
    """The partnership's own words: what groups are called and what every acknowledgement says."""

    partnership: str
    short_name: str
    review_group: str
    signature: str
    not_for_emergencies: str
    adults_board: str = "the Safeguarding Adults Board"
    concern_form: str = "Case of Concern form"
    escalation_form: str = "escalation record"

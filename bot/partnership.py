"""One partnership's configuration: who takes part, which clocks run, when its group meets.

Read once at start from `partnership.toml` in the partnership's own folder under config/.
"""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.fitting import faults

MOST_DAYS_BEFORE = 40  # working days: the group meets every other month
IN_OUR_WORDS = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not known here: look at its spelling",
}


class UnableToReadConfiguration(Exception):
    """A configuration file is absent, not TOML, or says something that cannot be right."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Part):
    """Somebody with a post; a vacant post has no address, and what is due to it goes elsewhere."""

    name: str = ""
    email: str = ""
    deputy: str = ""

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody holds the post."""
        return not self.email


class Team(_Part):
    """The business team: posts that are written to by name of post, and who gets the digest."""

    business_manager: Person
    project_officer: Person = Person()
    learning_officer: Person = Person()
    administrator: Person = Person()
    fallback: str
    digest_to: tuple[str, ...] = ("business_manager",)

    def address(self, post: str) -> str:
        """Give where mail for a post goes: its holder, or the fallback while it is vacant."""
        person: Person = getattr(self, post)
        return person.email or self.fallback

    @property
    def vacancies(self) -> tuple[str, ...]:
        """Name the vacant posts of the team."""
        return tuple(post for post in Team.posts() if getattr(self, post).is_vacant)

    @classmethod
    def posts(cls) -> tuple[str, ...]:
        """Name the posts that reminders and digests may be addressed to."""
        return ("business_manager", "project_officer", "learning_officer", "administrator")

    @model_validator(mode="after")
    def _known_posts(self) -> Self:
        unknown = set(self.digest_to) - set(self.posts())
        if unknown:
            raise ValueError(f"digest_to names no post of the team: {', '.join(sorted(unknown))}")
        return self


class Member(_Part):
    """A member of the review group; `statutory` names the partner that the member counts for.

    `deputy` is an address; `agency` the agency for which the member answers requests. The Members
    list begins with these rows; from then on the list counts.
    """

    role: str
    organisation: str
    name: str = ""
    email: str = ""
    deputy: str = ""
    statutory: str = ""
    agency: str = ""

    @model_validator(mode="after")
    def _deputy_has_an_address(self) -> Self:
        if self.deputy and "@" not in self.deputy:
            raise ValueError(f"deputy of the {self.role}: give an e-mail address")
        return self


class Agency(_Part):
    """An agency known to the partnership: its mail domains and whom to chase there.

    `asked`: reviews ask it for information.
    """

    name: str
    type: str
    domains: tuple[str, ...] = ()
    statutory: bool = False
    lead: str = ""
    also_called: tuple[str, ...] = ()
    asked: bool = True


class Clock(_Part):
    """One milestone of a kind of entry.

    It counts `working_days`, `calendar_days`, `months` or `hours` (exactly one; working days may be
    negative, counted backwards) from the date in column `counts_from`, and stops when any column of
    `met_by` is filled. `remind_at` are working days before (negative), on (0) and after the due
    day.
    """

    name: str
    label: str
    counts_from: str
    working_days: int | None = None
    calendar_days: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    hours: int | None = Field(default=None, ge=0)
    statutory: bool = False
    met_by: tuple[str, ...]
    applies_when: dict[str, str] = Field(default_factory=dict)
    tell: tuple[str, ...] = ("business_manager",)
    remind_at: tuple[int, ...] = (-1, 0, 1)

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        units = (self.working_days, self.calendar_days, self.months, self.hours)
        if sum(unit is not None for unit in units) != 1:
            raise ValueError("say exactly one of working_days, calendar_days, months, hours")
        return self


class RapidReviews(_Part):
    """How Rapid Reviews are counted: partnerships differ, and so do editions of the guidance.

    `guidance` names the edition from which the figures of the clocks come. The day on which the
    count starts is day `start_is_day`; returns are asked for by day `returns_due`; the
    review meeting is called for day `meeting`, until a person chooses another.
    """

    guidance: str
    start_is_day: Literal[0, 1] = 0
    returns_due: int = Field(default=10, gt=0)
    meeting: int = Field(default=11, gt=0)


class ScheduledMeeting(_Part):
    """A meeting of the year's schedule; `id` stays when its day, hour or place change."""

    id: str
    on: date
    starts: time
    ends: time
    chair: str
    deputy: str
    place: str = "Microsoft Teams"


class MeetingRules(_Part):
    """How the group meets: who makes it quorate, and the working days before a meeting that count.

    `quorum` names the statutory partners that must all attend, in the words of the members.
    """

    quorum: tuple[str, ...] = ()
    papers_before: int = Field(default=5, ge=0, le=MOST_DAYS_BEFORE)
    warn_before: int = Field(default=10, ge=0, le=MOST_DAYS_BEFORE)


class ReviewMeetings(_Part):
    """The meetings of Rapid and Practice Reviews: their usual hours, and what counts as near.

    A person may choose other hours for any of them, in the list or in the calendar.
    """

    starts: time = time(10)
    ends: time = time(12)
    place: str = "Microsoft Teams"
    papers_before: int = Field(default=2, ge=0)
    warn_before: int = Field(default=3, ge=0)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("a meeting ends after it starts")
        return self


class Reporting(_Part):
    """How the reports are drawn up: counts from 1 to below `small_numbers_below` are hidden."""

    small_numbers_below: int = Field(default=5, ge=2)


class Standing(_Part):
    """What comes round by itself, such as the refreshing of the group's terms of reference.

    `last` is the day on which it was last done: edit it here when it has been done again.
    """

    name: str
    label: str
    last: date
    every_months: int = Field(ge=1)
    tell: tuple[str, ...] = ("business_manager",)
    remind_at: tuple[int, ...] = (-40, -10, 0, 5)

    @model_validator(mode="after")
    def _known_posts(self) -> Self:
        unknown = sorted(set(self.tell) - set(Team.posts()))
        if unknown:
            raise ValueError(f"'{self.name}' tells no post of the team: {', '.join(unknown)}")
        return self


class Renamed(_Part):
    """What a partnership calls a register where it does not use the usual name.

    `list` is the name of its list, `prefix` how the references of its entries begin.
    """

    list: str = ""
    prefix: str = Field(default="", pattern=r"^[A-Z]{2,8}$|^$")


class Words(_Part):
    """The partnership's own words: what groups are called and what every acknowledgement says."""

    partnership: str
    short_name: str
    review_group: str
    signature: str
    not_for_emergencies: str
    adults_board: str = "the Safeguarding Adults Board"


class Hours(_Part):
    """When people may be written to, London time."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    digest_at: time = time(8, 30)


class Partnership(_Part):
    """Everything that differs between one partnership and the next."""

    mailbox: str
    own_domains: tuple[str, ...]
    free_mail_domains: tuple[str, ...] = ()
    registers: dict[str, Renamed] = Field(default_factory=dict)
    library: str = Field(default="Case Files", min_length=1)
    registered_folder: str = "Registered"
    attention_folder: str = "Needs attention"
    words: Words
    hours: Hours = Hours()
    closures: tuple[date, ...] = ()
    team: Team
    members: tuple[Member, ...] = ()
    agencies: tuple[Agency, ...] = ()
    clocks: dict[str, tuple[Clock, ...]] = Field(default_factory=dict)
    meeting: MeetingRules = MeetingRules()
    meetings: tuple[ScheduledMeeting, ...] = ()
    review_meetings: ReviewMeetings = ReviewMeetings()
    rapid_reviews: RapidReviews = RapidReviews(guidance="")
    reports: Reporting = Reporting()
    standing: tuple[Standing, ...] = ()
    late_after_working_days: int = 10

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for fault in faults(self):
            raise ValueError(fault)
        return self


def load_partnership(folder: Path) -> Partnership:
    """Read a partnership's configuration.

    Raises UnableToReadConfiguration with one line that names the file and what to mend.
    """
    file = folder / "partnership.toml"
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        return Partnership.model_validate(content)
    except FileNotFoundError:
        raise UnableToReadConfiguration(
            f"{file} does not exist: set CSCP_CONFIG to the partnership's folder"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UnableToReadConfiguration(f"{file} is not valid TOML: {error}") from None
    except ValidationError as error:
        raise UnableToReadConfiguration(f"{file}: {_first_fault(error)}") from None


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    more = error.error_count() - 1
    rest = f" (and {more} more)" if more else ""
    said = IN_OUR_WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
    return f"{place}: {said}{rest}" if place else f"{said}{rest}"

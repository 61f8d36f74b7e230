"""What can go wrong between the service and Microsoft 365, sorted by what a caller may do next.

Every message is one line for people with Graph's own code and request id; it never carries Graph's
free text nor a URL, because both may name people.
"""


class UnableToUseMicrosoft365(Exception):
    """Microsoft 365 did not do what was asked; `doing` says what that was, as in "read a mail".

    `retry_after` is how many seconds Microsoft 365 asks to be left alone, where it said so.
    """

    advice = "see the code that Microsoft 365 gave"

    def __init__(
        self,
        doing: str,
        *,
        status: int | None = None,
        code: str = "",
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.doing = doing
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after
        answer = " ".join(str(part) for part in (status, code) if part)
        request = f", request {request_id}" if request_id else ""
        super().__init__(f"Unable to {doing}: {self.advice} ({answer or 'no answer'}{request}).")


class Throttled(UnableToUseMicrosoft365):
    """Nothing happened: there were too many requests."""

    advice = "Microsoft 365 asks for a pause; it will be tried again later"


class Transient(UnableToUseMicrosoft365):
    """Nothing happened, and the same request may well succeed in a moment."""

    advice = "Microsoft 365 could not be reached or was busy; it will be tried again later"


class Conflict(Transient):
    """Another change to the same thing came first; nothing of this one was kept."""

    advice = "something else was changing it at the same moment; it will be tried again later"


class Ambiguous(UnableToUseMicrosoft365):
    """It may or may not have happened: no answer, or only a gateway's. Look before repeating."""

    advice = "it is not known whether it was done; look before trying again"


class Permanent(UnableToUseMicrosoft365):
    """Nothing happened, and the same request will never succeed."""

    advice = "Microsoft 365 refused the request"


class NotFound(Permanent):
    """The thing addressed is not there, or is hidden from the service."""

    advice = "it is not there, or no longer"


class AccessDenied(Permanent):
    """The service is signed in but not permitted; a new permission may take two hours to work."""

    advice = "the service has no permission; `bot doctor` lists those that it needs"


class UnableToSignIn(Permanent):
    """No token, or one that Graph refused; `code` is Entra's (AADSTS…) where there is one."""

    advice = "the sign-in was refused; check the service's id, secret or certificate"


class PreconditionFailed(Permanent):
    """It was changed since it was read (HTTP 412): read it again, then decide again."""

    advice = "it was changed since it was read"


class ListViewThreshold(Permanent):
    """The query would touch more than 5,000 rows; Graph may disguise this as a 429 or a 500."""

    advice = "the query would read more than 5,000 rows; filter first by an indexed column"


class ResyncNeeded(Permanent):
    """The delta link is no longer known: start again without one and compare with own state."""

    advice = "its place in the list of changes was lost; start again from the beginning"


class UnableToFollowLink(Permanent):
    """A link points to another server than the one configured; the token must not go there."""

    advice = "its link points to another server than the one configured"


class AlreadyDone(UnableToUseMicrosoft365):
    """What was asked for is already there; nothing was changed."""

    advice = "it is already there"


class NameTaken(AlreadyDone):
    """A folder, list, column or document with that name exists."""

    advice = "the name is already taken"


class DuplicateTransaction(AlreadyDone):
    """The transaction id was used before, for an event with other content."""

    advice = "another event was created with the same transaction id"


class DuplicateValue(AlreadyDone):
    """Unique columns refused the row; `columns` holds their names as SharePoint gives them."""

    def __init__(
        self, doing: str, *, columns: tuple[str, ...], status: int, code: str, request_id: str
    ) -> None:
        self.columns = columns
        self.advice = f"another row holds the same value in {', '.join(columns)}"
        super().__init__(doing, status=status, code=code, request_id=request_id)

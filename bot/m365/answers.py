"""What an answer of Graph means: sorts statuses, codes and lost connections into `errors`."""

import re
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.m365 import errors

_RESYNC = frozenset(
    {
        "syncstatenotfound",
        "syncstateinvalid",
        "resyncrequired",
        "resyncchangesapplydifferences",
        "resyncchangesuploaddifferences",
    }
)
_NAME_TAKEN = frozenset({"namealreadyexists", "errorfolderexists", "upload_name_conflict"})
_BY_STATUS: dict[int, type[errors.UnableToUseMicrosoft365]] = {
    401: errors.UnableToSignIn,
    403: errors.AccessDenied,
    404: errors.NotFound,
    408: errors.Ambiguous,
    409: errors.Conflict,
    410: errors.ResyncNeeded,
    412: errors.PreconditionFailed,
    423: errors.Conflict,
    429: errors.Throttled,
    501: errors.Permanent,
    507: errors.Permanent,
    509: errors.Throttled,
}
_DUPLICATES = re.compile(r"duplicate values.*?:\s*(?P<columns>\[.*\])", re.IGNORECASE | re.DOTALL)


def refusal(response: httpx.Response, doing: str) -> errors.UnableToUseMicrosoft365 | None:
    """Say what an answer means, or None when it is a success (or a redirect to a store).

    Graph's message is read only where its code does not tell: unique columns and the list view
    threshold come under several codes and statuses.
    """
    if response.is_success or response.has_redirect_location:
        return None
    code, message = _code_and_message(response)
    request_id = response.headers.get("request-id", "")
    status = response.status_code
    if duplicates := _DUPLICATES.search(message):
        columns = tuple(re.findall(r"[^\[\],\s][^\[\],]*", duplicates["columns"]))
        return errors.DuplicateValue(
            doing, columns=columns, status=status, code=code, request_id=request_id
        )
    return _kind(status, code.casefold(), message)(
        doing, status=status, code=code, request_id=request_id, retry_after=retry_after(response)
    )


def unanswered(error: httpx.RequestError, doing: str) -> errors.UnableToUseMicrosoft365:
    """Say what a lost connection means: nothing happened only if none was ever made."""
    never_sent = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
    kind = errors.Transient if isinstance(error, never_sent) else errors.Ambiguous
    return kind(doing, code=type(error).__name__)


def content(response: httpx.Response, doing: str) -> Any:
    """Read a success's JSON, an empty body as `{}`; anything else is no answer of Graph's.

    A redirect, a page or an error under the name of a success may come from a proxy between.
    """
    if response.is_success and not response.content:
        return {}
    try:
        answer = response.json() if response.is_success else None
    except ValueError as error:
        raise errors.Ambiguous(doing, status=response.status_code, code="notJson") from error
    if not isinstance(answer, dict) or isinstance(answer.get("error"), dict):
        raise errors.Ambiguous(doing, status=response.status_code, code="noAnswer")
    return answer


def retry_after(response: httpx.Response) -> float | None:
    """Read `Retry-After` in seconds: whole, a fraction, or a date (by the server's own clock)."""
    text = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(text))
    except ValueError:
        return _until(text, response.headers.get("date", ""))


def _until(then: str, now: str) -> float | None:
    try:
        wait = parsedate_to_datetime(then) - parsedate_to_datetime(now)
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def _kind(status: int, code: str, message: str) -> type[errors.UnableToUseMicrosoft365]:
    if "list view threshold" in message.casefold():
        return errors.ListViewThreshold
    if code in _RESYNC:
        return errors.ResyncNeeded
    if code in _NAME_TAKEN:
        return errors.NameTaken
    if code == "errorduplicatetransactionid":
        return errors.DuplicateTransaction
    # Any other 5xx may come from a gateway after the effect: seen live, mails sent four times.
    return _BY_STATUS.get(
        status, errors.Permanent if status < httpx.codes.INTERNAL_SERVER_ERROR else errors.Ambiguous
    )


def _code_and_message(response: httpx.Response) -> tuple[str, str]:
    try:
        error = response.json()["error"]
        return str(error.get("code") or ""), str(error.get("message") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return "", ""

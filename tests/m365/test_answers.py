import httpx
import pytest

from bot.m365 import (
    AccessDenied,
    Ambiguous,
    Conflict,
    DuplicateTransaction,
    DuplicateValue,
    ListViewThreshold,
    NameTaken,
    NotFound,
    Permanent,
    PreconditionFailed,
    ResyncNeeded,
    Throttled,
    Transient,
    UnableToSignIn,
    UnableToUseMicrosoft365,
)
from bot.m365.answers import content, refusal, retry_after, unanswered


def graph_error(status: int, code: str = "", message: str = "") -> httpx.Response:
    error = {"error": {"code": code, "message": message, "innerError": {"request-id": "r1"}}}
    return httpx.Response(status, json=error, headers={"request-id": "r1"})


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "invalidRequest", Permanent),
        (401, "InvalidAuthenticationToken", UnableToSignIn),
        (403, "ErrorAccessDenied", AccessDenied),
        (404, "ErrorItemNotFound", NotFound),
        (408, "timeout", Ambiguous),
        (409, "nameAlreadyExists", NameTaken),
        (409, "ErrorFolderExists", NameTaken),
        (409, "resourceModified", Conflict),
        (409, "ErrorIrresolvableConflict", Conflict),
        (400, "ErrorDuplicateTransactionId", DuplicateTransaction),
        (410, "SyncStateNotFound", ResyncNeeded),
        (400, "syncStateInvalid", ResyncNeeded),
        (412, "notAllowed", PreconditionFailed),
        (423, "resourceLocked", Conflict),
        (429, "ApplicationThrottled", Throttled),
        (500, "generalException", Ambiguous),
        (501, "NotImplemented", Permanent),
        (503, "serviceNotAvailable", Ambiguous),
        (504, "GatewayTimeout", Ambiguous),
        (507, "quotaLimitReached", Permanent),
    ],
)
def test_a_refusal_is_sorted_by_what_may_be_done_next(
    status: int, code: str, kind: type[UnableToUseMicrosoft365]
) -> None:
    assert type(refusal(graph_error(status, code), "read a mail")) is kind


@pytest.mark.parametrize("status", [400, 409, 500])
def test_a_duplicate_value_names_its_columns_whatever_the_status(status: int) -> None:
    message = (
        "The list item could not be added or updated because duplicate values were found in "
        "the following field(s) in the list: [Reference]."
    )
    error = refusal(graph_error(status, "invalidRequest", message), "write a row")
    assert isinstance(error, DuplicateValue)
    assert error.columns == ("Reference",)


@pytest.mark.parametrize("status", [429, 500])
def test_the_list_view_threshold_is_permanent_even_in_disguise(status: int) -> None:
    message = "The attempted operation is prohibited because it exceeds the list view threshold."
    assert isinstance(refusal(graph_error(status, "", message), "list rows"), ListViewThreshold)


def test_a_gateway_page_is_ambiguous() -> None:
    page = httpx.Response(503, html="<h2>Service unavailable</h2>")
    assert isinstance(refusal(page, "send a draft"), Ambiguous)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<h1>Please sign in to the wireless network</h1>"),
        httpx.Response(200, json={"error": {"code": "serviceNotAvailable", "message": "Later."}}),
        httpx.Response(200, json="OK"),
        httpx.Response(302, headers={"Location": "https://proxy.example/sign-in"}),
    ],
)
def test_a_success_that_is_not_graphs_is_no_answer(answer: httpx.Response) -> None:
    with pytest.raises(Ambiguous):
        content(answer, "send a draft")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), Transient),
        (httpx.ConnectTimeout("slow"), Transient),
        (httpx.ReadTimeout("slow"), Ambiguous),
        (httpx.ReadError("reset"), Ambiguous),
        (httpx.RemoteProtocolError("closed"), Ambiguous),
        (httpx.WriteError("reset"), Ambiguous),
    ],
)
def test_only_a_connection_never_made_is_certain_to_have_done_nothing(
    error: httpx.RequestError, kind: type[UnableToUseMicrosoft365]
) -> None:
    assert type(unanswered(error, "write a row")) is kind


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        ("2.128", 2.128),
        ("Mon, 02 Mar 2026 09:00:30 GMT", 30.0),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0),
        ("soon", None),
    ],
)
def test_retry_after_is_read_in_every_shape(text: str, seconds: float | None) -> None:
    headers = {"Retry-After": text, "Date": "Mon, 02 Mar 2026 09:00:00 GMT"}
    assert retry_after(httpx.Response(429, headers=headers)) == seconds


def test_an_absent_retry_after_says_nothing() -> None:
    assert retry_after(httpx.Response(429)) is None


def test_an_error_is_one_line_that_repeats_none_of_graphs_words() -> None:
    message = "Mailbox of pat.sample@partnership.example is\nnot there."
    line = str(refusal(graph_error(404, "ErrorItemNotFound", message), "read a mail"))
    assert line == (
        "Unable to read a mail: it is not there, or no longer (404 ErrorItemNotFound, request r1)."
    )

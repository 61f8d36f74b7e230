"""Errors as Graph answers them: a status, a code to decide on, a message for people."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime

NO_HEADERS: Mapping[str, str] = {}


class GraphError(Exception):
    """An answer that is an error. `inner_code` lands in innerError.code, as SharePoint does it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        inner_code: str | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.inner_code = inner_code
        self.headers = headers


def not_implemented(what: str) -> GraphError:
    return GraphError(501, "NotImplemented", f"The sandbox does not implement {what}.")


def bad_request(message: str) -> GraphError:
    return GraphError(400, "BadRequest", message)


def unknown_option(name: str) -> GraphError:
    return GraphError(400, "BadRequest", f"The query parameter '{name}' is not supported.")


def unreadable_body(reason: str) -> GraphError:
    return GraphError(400, "BadRequest", f"Unable to read JSON request payload. {reason}")


def unknown_property(name: str, kind: str) -> GraphError:
    return GraphError(
        400,
        "RequestBodyRead",
        f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'. Make sure to only "
        "use property names that are defined by the type.",
    )


def method_not_allowed() -> GraphError:
    return GraphError(
        405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."
    )


def request_too_large() -> GraphError:
    message = "The request is larger than 4 MB."
    return GraphError(413, "RequestEntityTooLarge", message)


_CHALLENGE = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common"'


def unauthenticated(message: str) -> GraphError:
    headers = {"WWW-Authenticate": _CHALLENGE}
    return GraphError(401, "InvalidAuthenticationToken", message, headers=headers)


def revoked(now: datetime) -> GraphError:
    """A token that was good once: the client is asked for one issued from `now` on."""
    nbf = {"essential": True, "value": str(int(now.timestamp()))}
    claims = base64.b64encode(json.dumps({"access_token": {"nbf": nbf}}).encode()).decode()
    challenge = f'{_CHALLENGE}, error="insufficient_claims", claims="{claims}"'
    message = "Continuous access evaluation resulted in challenge with result: InteractionRequired."
    headers = {"WWW-Authenticate": challenge}
    return GraphError(401, "InvalidAuthenticationToken", message, headers=headers)


def invalid_filter(message: str) -> GraphError:
    return GraphError(400, "BadRequest", f"Invalid filter clause: {message}")

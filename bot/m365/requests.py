"""Makes requests out of the SDK's addresses: its builders know each address and its options."""

import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from kiota_abstractions.method import Method
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.options import ResponseHandlerOption

NO_HEADERS: Mapping[str, str] = MappingProxyType({})
# With it an item keeps its id when it is moved; Exchange wants it anew with every request.
IMMUTABLE_ID: Mapping[str, str] = MappingProxyType({"Prefer": 'IdType="ImmutableId"'})
_AS_IT_CAME = ResponseHandlerOption(NativeResponseHandler())


def ask(
    builder: Any,
    method: str = "GET",
    *,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
    body: Mapping[str, Any] | None = None,
) -> RequestInformation:
    """Make a request of an SDK builder's address; options are named as Graph does (`$select`)."""
    options = {name.replace("$", "%24"): value for name, value in (query or {}).items()}
    for name in options:
        if name not in builder.url_template:  # the template would drop it without a word
            raise ValueError(f"{builder.url_template} does not take {name}")
    base = ("baseurl", builder.request_adapter.base_url)
    places = (base, *builder.path_parameters.items(), *options.items())
    return ask_url(_address(builder.url_template, places), method, headers=headers, body=body)


@lru_cache(maxsize=1024)
def _address(template: str, places: tuple[tuple[str, str], ...]) -> str:
    """Fill in an address; the library takes longer for it than for all else of a request."""
    return str(RequestInformation(Method.GET, template, dict(places)).url)


def ask_url(
    url: str,
    method: str = "GET",
    *,
    headers: Mapping[str, str] = NO_HEADERS,
    body: Mapping[str, Any] | None = None,
    data: bytes | None = None,
) -> RequestInformation:
    """Make a request of a whole URL: links that Graph gave, and addresses by path."""
    request = RequestInformation(Method(method))
    request.url = url
    if data is not None:
        request.set_stream_content(data)
    return _dress(request, headers=headers, body=body)


def _dress(
    request: RequestInformation,
    *,
    headers: Mapping[str, str],
    body: Mapping[str, Any] | None,
) -> RequestInformation:
    request.add_request_options([_AS_IT_CAME])
    for name, value in headers.items():
        request.headers.add(name, value)
    if body is not None:
        request.headers.add("Content-Type", "application/json")
        request.content = json.dumps(body).encode()
    return request

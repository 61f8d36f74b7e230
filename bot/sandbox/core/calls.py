"""A request as services see it, and the answer they give: no HTTP library beyond this point."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.core.errors import unreadable_body
from bot.sandbox.core.odata.options import Options, Preferences

Json = dict[str, Any]
_GRAPH = "https://graph.microsoft.com"

Body = Json | list[Any] | bytes | None


@dataclass(slots=True)
class Call:
    """`path` is decoded and normalised; `raw_path` is what the client wrote, for links back."""

    method: str
    base_url: str
    raw_path: str
    headers: Mapping[str, str]
    body: bytes
    parameters: Mapping[str, str]
    arguments: Mapping[str, str]
    options: Options
    prefer: Preferences
    client_id: str = ""

    def __getitem__(self, name: str) -> str:
        return self.parameters[name]

    def json(self) -> Json:
        """The body, which must be a JSON object sent as JSON. Raises GraphError 400."""
        if "json" not in self.headers.get("content-type", ""):
            raise unreadable_body("Content-Type must be application/json.")
        try:
            found = json.loads(self.body)
        except ValueError:
            raise unreadable_body("Please ensure that it is valid JSON.") from None
        if not isinstance(found, dict):
            raise unreadable_body("An object was expected.")
        return found

    def json_if_any(self) -> Json:
        return self.json() if self.body else {}

    def at_host(self, host: str) -> str:
        """Where transfers go: another of Microsoft's hosts, if the sandbox goes by their names."""
        own = self.base_url.removesuffix("/v1.0")
        return f"https://{host}" if own == _GRAPH else own

    def context(self, of: str) -> str:
        return f"{self.base_url}/$metadata#{of}"


@dataclass(slots=True)
class Answer:
    status: int
    body: Body = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


def collection(context: str, value: list[Json], **links: str | int | None) -> Answer:
    """A page: `next_link`, `delta_link` and `count` as far as given."""
    names = {"next_link": "@odata.nextLink", "delta_link": "@odata.deltaLink"}
    names["count"] = "@odata.count"
    extra = {names[name]: link for name, link in links.items() if link is not None}
    return Answer(200, {"@odata.context": context, **extra, "value": value})

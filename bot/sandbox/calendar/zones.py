"""Time zone names that Outlook takes: Windows names, and a documented part of the IANA ones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.calendar.errors import invalid_property, unknown_zone

_WINDOWS = {
    "AUS Eastern Standard Time": "Australia/Sydney",
    "Arab Standard Time": "Asia/Riyadh",
    "Arabian Standard Time": "Asia/Dubai",
    "Atlantic Standard Time": "America/Halifax",
    "Azores Standard Time": "Atlantic/Azores",
    "Belarus Standard Time": "Europe/Minsk",
    "Canada Central Standard Time": "America/Regina",
    "Central America Standard Time": "America/Guatemala",
    "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw",
    "Central Standard Time": "America/Chicago",
    "China Standard Time": "Asia/Shanghai",
    "E. Africa Standard Time": "Africa/Nairobi",
    "E. Australia Standard Time": "Australia/Brisbane",
    "E. Europe Standard Time": "Europe/Chisinau",
    "E. South America Standard Time": "America/Sao_Paulo",
    "Eastern Standard Time": "America/New_York",
    "Egypt Standard Time": "Africa/Cairo",
    "FLE Standard Time": "Europe/Kiev",
    "GMT Standard Time": "Europe/London",
    "GTB Standard Time": "Europe/Bucharest",
    "Greenwich Standard Time": "Atlantic/Reykjavik",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "India Standard Time": "Asia/Kolkata",
    "Israel Standard Time": "Asia/Jerusalem",
    "Jordan Standard Time": "Asia/Amman",
    "Kaliningrad Standard Time": "Europe/Kaliningrad",
    "Korea Standard Time": "Asia/Seoul",
    "Mountain Standard Time": "America/Denver",
    "Morocco Standard Time": "Africa/Casablanca",
    "New Zealand Standard Time": "Pacific/Auckland",
    "Newfoundland Standard Time": "America/St_Johns",
    "Pacific Standard Time": "America/Los_Angeles",
    "Pakistan Standard Time": "Asia/Karachi",
    "Romance Standard Time": "Europe/Paris",
    "Russian Standard Time": "Europe/Moscow",
    "SA Pacific Standard Time": "America/Bogota",
    "SE Asia Standard Time": "Asia/Bangkok",
    "Singapore Standard Time": "Asia/Singapore",
    "South Africa Standard Time": "Africa/Johannesburg",
    "Tokyo Standard Time": "Asia/Tokyo",
    "Turkey Standard Time": "Europe/Istanbul",
    "US Eastern Standard Time": "America/Indianapolis",
    "US Mountain Standard Time": "America/Phoenix",
    "UTC": "Etc/UTC",
    "W. Central Africa Standard Time": "Africa/Lagos",
    "W. Europe Standard Time": "Europe/Berlin",
    "West Asia Standard Time": "Asia/Tashkent",
}
# Of Europe, the documentation lists only these; Europe/Prague, say, is refused.
_IANA = frozenset(
    {"Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Budapest", "Europe/Warsaw"}
    | {"Europe/Bucharest", "Europe/Kiev", "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow"}
    | {"Europe/Kaliningrad", "Etc/GMT", "Etc/UTC", "America/New_York", "America/Chicago"}
    | {"America/Denver", "America/Los_Angeles", "Asia/Tokyo", "Asia/Singapore", "Asia/Kolkata"}
    | {f"Etc/GMT+{hours}" for hours in range(13)}
    | {f"Etc/GMT-{hours}" for hours in range(15)}
)
_BY_LOWER_NAME = {name.lower(): iana for name, iana in _WINDOWS.items()}
_BY_LOWER_NAME.update({name.lower(): name for name in _IANA})


def windows_names() -> list[str]:
    return sorted(_WINDOWS)


def iana_names() -> list[str]:
    return sorted(_IANA)


def zone(name: str) -> ZoneInfo:
    """Raises GraphError 400 for a name that Outlook does not list."""
    found = _BY_LOWER_NAME.get(name.lower())
    if found is None:
        raise unknown_zone(name)
    return ZoneInfo(found)


def moment_in(value: object, name: str) -> tuple[datetime, str]:
    """Read a dateTimeTimeZone: the moment in UTC, and the zone as the client named it.

    Raises GraphError 400.
    """
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise invalid_property(name)
    zone_name = value.get("timeZone") or "UTC"
    target = zone(zone_name)
    try:
        moment = datetime.fromisoformat(value["dateTime"])
    except ValueError:
        raise invalid_property(name) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=target)
    return aware.astimezone(UTC), zone_name


def date_time_json(moment: datetime, zone_name: str) -> dict[str, str]:
    """Without an offset and with seven decimals, as Graph writes it."""
    local = moment.astimezone(zone(zone_name) if zone_name != "UTC" else UTC)
    return {"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": zone_name}

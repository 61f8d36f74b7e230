"""What a request costs in SharePoint's resource units."""

_ONE = ("/fields", "/content", "/listItem", "/driveItem", "/drive")


def resource_units(method: str, template: str, *, has_token: bool) -> int:
    """1 for one thing read, a delta with its token or a download; 5 for permissions; else 2."""
    if template.endswith("/permissions"):
        return 5
    if method != "GET":
        return 2
    single = template.endswith(("}", *_ONE)) or (template.endswith("/delta") and has_token)
    return 1 if single else 2

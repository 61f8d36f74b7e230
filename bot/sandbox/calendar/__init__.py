"""Calendars: events, invitations that go out as mail, and attendees who answer."""

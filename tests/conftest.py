"""What holds for every test."""

from hypothesis import settings

# How long an example may take would depend on the machine and on what else it does.
settings.register_profile("any machine", parent=settings(), deadline=None)
settings.load_profile("any machine")

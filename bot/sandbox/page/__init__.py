"""The sandbox's page: everything in the tenant to be read, and to be done as people would.

It knows nothing of the bot; whoever serves the sandbox hooks it in (Sandbox.after_clock_moved).
"""

from bot.sandbox.page.cast import Cast, Person, Sample
from bot.sandbox.page.hooks import Hook
from bot.sandbox.page.passing_time import next_working_day
from bot.sandbox.page.routes import page_routes

__all__ = ["Cast", "Hook", "Person", "Sample", "next_working_day", "page_routes"]

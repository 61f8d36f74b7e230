"""A local Microsoft 365 to try, train and test against; shares no code with the rest of the bot."""

from bot.sandbox.core.clock import Clock, ManualClock
from bot.sandbox.core.exchange import Exchange
from bot.sandbox.core.faults import Fault
from bot.sandbox.front.serving import Address, Certificate, serving
from bot.sandbox.login.state import App
from bot.sandbox.mail.stamps import Verdict
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.tenant import Names

__all__ = [
    "Address",
    "App",
    "Certificate",
    "Clock",
    "Exchange",
    "Fault",
    "ManualClock",
    "Names",
    "Sandbox",
    "Verdict",
    "serving",
]

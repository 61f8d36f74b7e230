"""Imported where lives are forked from: lives one there, so that none imports or compiles anew.

Its event loop is closed, and its threads are gone, before the first fork.
"""

import asyncio
import gc
import logging
import tempfile
from multiprocessing.sharedctypes import RawValue
from pathlib import Path

from bot.sandbox import serving
from tests.jobs.stage import CONFIGURED, living, settings_for, staged, surroundings
from tests.reliability.peril import Peril
from tests.reliability.scenarios import SCENARIOS


async def lived() -> None:
    """Live through the scenarios, once each, over TCP."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        async with staged(Path(folder)) as stage, serving(stage.sandbox) as address:
            around = surroundings(stage.sandbox, transport=Peril(RawValue("q")))
            settings = settings_for(stage.settings.state, address.graph_url)
            async with living(settings, CONFIGURED, around, clock=stage.clock) as life:
                for scenario in SCENARIOS[:2]:
                    await scenario.scene(stage)
                    await scenario.play(life)


asyncio.run(lived())
gc.freeze()

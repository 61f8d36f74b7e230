"""What every part of the configuration has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """One table of the configuration: frozen, and a key that is not known is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")

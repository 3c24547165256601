"""How a plugin reads its settings: one frozen model, every fault said at once."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class SettingsModel(BaseModel):
    """A plugin's settings: frozen, and a key that nobody reads is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=SettingsModel)


class SettingsError(SystemExit):
    """What is wrong with a setting in `pelicanconf.py`; ends the run with exit code 1, without a traceback."""


def parse(model: type[Model], name: str, raw: Any) -> Model:
    """Validate the dict `raw` that stands under `name` in `pelicanconf.py`.

    Raises SettingsError with one line for every fault.
    """
    if raw is None:
        raw = {}
    if not isinstance(raw, dict):
        raise SettingsError(f'pelicanconf.py: {name} is {raw!r}; write {name} = {{"key": value}}')
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        known = ", ".join(sorted(model.model_fields))
        raise SettingsError("\n".join(_explain(name, fault, known) for fault in error.errors())) from None


def _explain(name: str, fault: Any, known: str) -> str:
    place = "".join(f"[{part!r}]" for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"pelicanconf.py: {name}{place} is not a setting; known are {known}"
    return f"pelicanconf.py: {name}{place} is {fault['input']!r}; {fault['msg'][0].lower()}{fault['msg'][1:]}"

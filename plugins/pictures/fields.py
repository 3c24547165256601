"""The header key of a picture that is cut: which part of it must stay."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from lodestar.base.front_matter.fields import Fields
from lodestar.base.problems import did_you_mean

Place = Literal["", "top", "bottom", "left", "right", "top left", "top right", "bottom left", "bottom right"]
"""Where the heart of a picture may lie; empty for its middle."""
PLACES = tuple(filter(None, get_args(Place)))


def _focus(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = value.lower().replace(",", " ").split()
    place = " ".join(sorted((word for word in words if word not in ("center", "middle")), key=("left", "right").count))
    if place and place not in PLACES:
        raise ValueError(f'"{value}" is no place in a picture; {did_you_mean(place, PLACES, ", ".join(PLACES))}')
    return place


class Focus(Fields):
    """What a header says of its picture beside what is illustrated."""

    image_focus: Annotated[Place, BeforeValidator(_focus), Field(title="What must stay when it is cut")] = ""
    """Which part of the picture must stay where it is cut: `top`, `bottom left`, ...; the middle when left out."""

"""Small pictures of one color."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

SIZE = (40, 20)


def picture(form: str = "PNG", size: tuple[int, int] = SIZE, color: str = "teal", **options: Any) -> bytes:
    """Return a picture in one of Pillow's formats, saved with Pillow's options."""
    stream = io.BytesIO()
    Image.new("RGB", size, color).save(stream, form, **options)
    return stream.getvalue()

"""How JSON is written. On its own, because DRF loads it before anything else of its own."""

from typing import Any

import orjson
from rest_framework.renderers import JSONRenderer


class OrjsonRenderer(JSONRenderer):
    """JSON by orjson: several times faster than the standard library on long lists."""

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=orjson.OPT_NON_STR_KEYS)

"""The shape of a policy file as JSON Schema, made from the types that read it."""

from typing import Any

import msgspec

from chatserver.domain.policy_file import PolicyFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def policy_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the file; dates and durations are strings. Whether names fit each other it cannot say."""
    shape = msgspec.json.schema(PolicyFile)
    for table in shape["$defs"].values():
        if "properties" in table:
            table["additionalProperties"] = False  # the reader knows no key that it does not use
    return {"$schema": DIALECT, "title": "chatserver policy", **shape}

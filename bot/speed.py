"""What Rasa 3.6.21 does anew in every turn though once would do."""

from __future__ import annotations

from typing import Any, Dict

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """Have Rasa hold the action server's answers against its JSON schema without checking the schema itself each time.

    `jsonschema.validate` checks the schema first, about 20 ms, two or three times a turn: more than half of a turn's time
    (docs/measurements.md, "Turns"). What is checked of the answers stays the same.
    """
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)

    def validated(action: RemoteAction, result: Dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validated

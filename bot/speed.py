"""What Rasa 3.6.21 does anew in every turn though once would do."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import cache
from typing import Any, AsyncIterator, Dict, Optional, Type

import aiohttp
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig


def know_events_once() -> None:
    """Have Rasa look an event's class up by its name, not in a walk through all classes anew for every stored event."""
    own = Event.resolve_by_type
    known: Dict[str, Type[Event]] = {}

    def resolved(type_name: str, default: Optional[Type[Event]] = None) -> Optional[Type[Event]]:
        if type_name not in known:
            found = own(type_name, default)
            if found is None or found.type_name != type_name:  # the caller's default, or a name that Rasa has dropped
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolved)


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


# A connection that nobody used for so many seconds is closed by us; the action server closes it after 5. Were it the other
# way round, a turn could be sent into a connection that is just being closed.
IDLE = 2.0


@cache
def connections() -> aiohttp.ClientSession:
    """The connections of this process, kept between requests. Call it in the event loop only."""
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT))


def keep_connections() -> None:
    """Have Rasa call the action server over connections that stay open, not over a new one for every action.

    Our endpoints have no headers and no password of their own (endpoints.yml), which Rasa would put into each new session.
    """

    @asynccontextmanager
    async def kept(endpoint: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
        yield connections()

    EndpointConfig.session = kept

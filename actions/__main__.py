"""`python -m actions`: the action server, with everything loaded before it says that it is ready."""

from __future__ import annotations

import argparse
import sys

from rasa_sdk.endpoint import create_app
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from actions import resources
from retrieval.encoder import EncoderError
from retrieval.index import NoIndexError


def main() -> int:
    """Serve on 127.0.0.1; exit status 1 with one line if the build is missing."""
    parser = argparse.ArgumentParser(prog="python -m actions", description=__doc__)
    parser.add_argument("--port", type=int, default=5055)
    options = parser.parse_args()
    try:
        resources.answerer().warm()
    except (NoIndexError, EncoderError) as error:
        print(error, file=sys.stderr)
        return 1
    app = create_app("actions", cors_origins=[])

    async def release(request: Request) -> HTTPResponse:
        return response.json({"release": resources.knowledge().release})

    async def failed(request: Request, error: Exception) -> HTTPResponse:
        # rasa_sdk's own handler logs the tracker and sends it back; both hold what the user typed.
        print(f"An action failed: {type(error).__name__}", file=sys.stderr, flush=True)
        return response.json({"error": type(error).__name__}, status=500)

    app.add_route(release, "/release")
    app.error_handler.add(Exception, failed)
    app.run("127.0.0.1", options.port, workers=1, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

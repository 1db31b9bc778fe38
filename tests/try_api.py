"""Try the API with schemathesis, by its description: requests as described and as not, `make api`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.client import Conversation
from bot.serve import ROOT, for_scripts, free_port, running

SCHEMATHESIS = ROOT / ".venv-api/bin/schemathesis"
# Not asked: whether a token may be left out. A call without one is refused, which tests/bot hold; here it is in every call.
LEFT_OUT = "ignored_auth,missing_required_header"
EXAMPLES = 60  # of each address and method


def main() -> int:
    """Exit status of schemathesis."""
    with TemporaryDirectory() as state, running(for_scripts(free_port(), Path(state), open_sessions=1_000_000)) as servers:
        token = Conversation.begin(servers.url).token
        command = [
            str(SCHEMATHESIS), "run", str(ROOT / "docs/openapi.yml"), "--url", f"{servers.url}/guide", "--checks", "all",
            "--exclude-checks", LEFT_OUT, "--exclude-method", "DELETE", "--header", f"Authorization: Bearer {token}",
            "--max-examples", str(EXAMPLES),
            "--phases", "examples,coverage,fuzzing", "--generation-deterministic", "--continue-on-failure",
        ]  # fmt: skip
        return subprocess.run(command, cwd=state, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

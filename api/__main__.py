"""`python -m api`: serve with the settings of the environment (`CHITIEU_…`, see `docs/settings.md`)."""

from __future__ import annotations

import sys

from kg.errors import ChitieuError
from kg.serving.platform import require_linux
from kg.settings import Settings


def main() -> int:
    """Serve; return the exit code."""
    try:
        settings = Settings.from_environment()
        require_linux(sys.platform)
        from api.serve import serve  # noqa: PLC0415  # what it imports needs Linux

        return serve(settings)
    except ChitieuError as error:
        sys.stderr.write(f"chitieu serve: {error}\n")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())

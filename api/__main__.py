"""`python -m api`: serve with the settings of the environment (`CHITIEU_…`, see `docs/settings.md`)."""

from __future__ import annotations

import sys

from api.serve import main
from kg.errors import ChitieuError
from kg.settings import Settings

if __name__ == "__main__":
    try:
        sys.exit(main(Settings.from_environment()))
    except ChitieuError as error:
        sys.stderr.write(f"chitieu serve: {error}\n")
        sys.exit(error.exit_code)

"""The version of chitieu: the one place that says it in the code; `pyproject.toml` must agree (tested)."""

from typing import Final

VERSION: Final = "0.1.0"

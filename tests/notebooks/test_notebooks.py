"""The notebooks of the docs run from top to bottom on the corpus, and say what their text says."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

_NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))
_SAYS = {
    "department": ["17 chắc chắn", "Phòng Văn hóa và Thông tin huyện Kon Rẫy"],
    "indicator": ["Tỷ trọng kinh tế số trong GDP/GRDP", "comparator"],
    "check": ["một tỷ lệ không vượt quá 100 %", "không có cơ quan chủ trì"],
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq.*", "ignore::DeprecationWarning:jupyter_client.*")
@pytest.mark.parametrize("path", _NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path: Path, corpus_data: Path, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(corpus_data)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are not kept: clear them before committing"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "\n".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )
    assert [words for words in _SAYS[path.stem] if words not in shown] == []


def test_every_notebook_is_known() -> None:
    assert {path.stem for path in _NOTEBOOKS} == set(_SAYS)

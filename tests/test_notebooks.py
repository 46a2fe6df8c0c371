"""The notebooks run from top to bottom."""

import importlib.util
import json
import shutil

import pytest
from paths import ROOT

FOLDER = ROOT / "notebooks"
#: One worker runs them (pytest -n): importing nbformat takes seconds, so it is imported where it is used, too.
RUN = pytest.mark.xdist_group("notebooks")


@RUN
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_runs(path):
    if "scale" in path.stem and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        pytest.skip("needs the extra spark and a Java runtime")
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_its_outputs_are_saved(path):
    cells = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = [output["output_type"] for cell in cells for output in cell["outputs"]]
    assert len(kinds) > len(cells) / 2
    assert "error" not in kinds
    assert not [o for cell in cells for o in cell["outputs"] if o.get("name") == "stderr"]


@RUN
def test_a_letter_as_last_line_is_its_page():
    import nbformat
    from nbclient import NotebookClient

    cell = 'import imrnlp\nimrnlp.extract_text("1. Norco 10/325mg #120: Upheld", letter_id="x")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = notebook.cells[0].outputs[0].data
    assert shown["text/plain"] == "Letter(x, unknown: upheld)"
    assert shown["text/html"].startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts' in shown["text/html"]

"""The notebooks run from top to bottom."""

import importlib.util
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_runs(path):
    if "scale" in path.stem and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        pytest.skip("needs the extra spark and a Java runtime")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()


def test_a_letter_as_last_line_is_its_page():
    cell = 'import imrnlp\nimrnlp.extract_text("1. Norco 10/325mg #120: Upheld", letter_id="x")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown = notebook.cells[0].outputs[0].data
    assert shown["text/plain"] == "Letter(x, unknown: upheld)"
    assert shown["text/html"].startswith("<iframe srcdoc=")
    assert 'sandbox="allow-scripts' in shown["text/html"]

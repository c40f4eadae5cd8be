"""Run the notebooks and write them as .ipynb and HTML: `python -m notebooks.run --out DIR`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import jupytext
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

HERE = Path(__file__).resolve().parent
NOTEBOOKS = tuple(sorted(HERE.glob("[0-9]*.py")))
LONGEST = 24 * 3_600
"""Seconds that one cell may take: on complete data a comparison takes hours."""
KERNEL = "python3"


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m notebooks.run", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE / "executed", metavar="DIR")
    out: Path = parser.parse_args(words).out
    out.mkdir(parents=True, exist_ok=True)
    for path in NOTEBOOKS:
        done = executed(path, out)
        nbformat.write(done, out / f"{path.stem}.ipynb")
        page = out / f"{path.stem}.html"
        page.write_text(as_html(done), encoding="utf-8")
        print(page)


def executed(path: Path, folder: Path) -> nbformat.NotebookNode:
    """The notebook of a script with its outputs, run by this interpreter in `folder`."""
    notebook = jupytext.read(path)
    with TemporaryDirectory(prefix="notebook-files-") as scratch:
        environment = {**os.environ, "TMPDIR": scratch, "CLAIRSCORE_TRACKING": "off"}
        client = NotebookClient(
            notebook,
            km=_kernel_of_this_interpreter(),
            timeout=LONGEST,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env=environment)
    return notebook


def as_html(notebook: nbformat.NotebookNode) -> str:
    """One page with text, figures and results; the code stays, since it is short."""
    text, _ = HTMLExporter(
        exclude_input_prompt=True, exclude_output_prompt=True
    ).from_notebook_node(notebook)
    return str(text)


def _kernel_of_this_interpreter() -> AsyncKernelManager:
    """No kernel that the machine has installed elsewhere under the same name."""
    specs = KernelSpecManager(ensure_native_kernel=True)
    manager = AsyncKernelManager(kernel_name=KERNEL, kernel_spec_manager=specs)
    manager.kernel_spec.argv[0] = sys.executable
    return manager


if __name__ == "__main__":
    main(sys.argv[1:])

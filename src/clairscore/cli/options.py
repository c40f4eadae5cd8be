"""Options that mean the same in every command; their help is `cli.option.<name>`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from clairscore.cli.wording import LANGUAGE_VARIABLE

Folder = Annotated[Path, typer.Argument(metavar="DIR", show_default=False)]
Json = Annotated[bool, typer.Option("--json")]
Language = Annotated[Literal["fr", "en"], typer.Option("--lang", "-l", envvar=LANGUAGE_VARIABLE)]
Seed = Annotated[int, typer.Option("--seed", min=0)]
Folds = Annotated[int, typer.Option("--folds", min=2, max=50)]
Population = Annotated[Literal["train", "test", "both"], typer.Option("--population")]
Extent = Literal["raw", "plain", "full", "step-a", "step-b", "step-c", "step-d"]
"""As in `features.catalogue`, which takes too long to import for a line of help."""
CatalogueName = Annotated[Extent, typer.Option("--catalogue")]
Bundle = Annotated[
    Path | None, typer.Option("--bundle", "-b", metavar="FOLDER", show_default=False)
]
Engine = Annotated[Literal["polars", "spark"], typer.Option("--engine")]
Master = Annotated[str | None, typer.Option("--master", metavar="URL", show_default=False)]
Parts = Annotated[int | None, typer.Option("--parts", min=1, show_default=False)]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", show_default=False)]

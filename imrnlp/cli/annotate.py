"""``imrnlp annotate``: draft gold records, their check, and the agreement of two annotators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrnlp.cli.common import Pipeline, loaded, say, unwritable, usage

if TYPE_CHECKING:
    from imrnlp.evaluation import Kappa, Scores


def command(
    letters: Annotated[
        list[str],
        typer.Argument(
            metavar="LETTER...", help="Letters; with --check gold records; with --agreement two folders."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where drafts and their texts go.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Say what is wrong in gold records.")] = False,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Compare two annotators' folders of gold records.")
    ] = False,
    pipeline: Pipeline = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite drafts, and what was corrected in them.")
    ] = False,
) -> None:
    """Write a draft gold record for each letter to correct in an editor, check such records, compare two annotators.

    A check that finds something wrong ends with exit status 1.
    """
    if check and agreement:
        raise usage("--check and --agreement: give one of them")
    if (check or agreement) and output:
        raise usage("--output is where drafts go: --check and --agreement write none")
    if check:
        _check(letters)
    elif agreement:
        if len(letters) != 2:
            raise usage(f"--agreement takes two folders, not {len(letters)}")
        _agree(*letters)
    elif output is None:
        raise usage("where do the drafts go? --output DIR")
    else:
        _draft(letters, output, pipeline, force)


def _draft(letters: list[str], folder: Path, pipeline: str | None, force: bool) -> None:
    from imrnlp.evaluation import draft
    from imrnlp.extraction import extract_document
    from imrnlp.read.files import ReadError, read_document

    nlp = loaded(pipeline)
    failed = False
    for name in letters:
        try:
            document = read_document(name)
        except ReadError as error:
            say(str(error))
            failed = True
            continue
        letter = extract_document(document, pipeline=nlp)
        gold = folder / f"{Path(name).stem}.json"
        text = gold.with_suffix(".txt")
        # The letter itself may lie there already.
        beside = text.exists() and text.resolve() == Path(name).resolve()
        if not force and (gold.exists() or (text.exists() and not beside)):
            raise usage(f"{gold if gold.exists() else text}: exists; --force overwrites it")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            gold.write_text(
                json.dumps(draft(letter), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
            )
            if not beside:
                text.write_text(document.text, encoding="utf-8", errors="replace", newline="")
        except OSError as error:
            unwritable(gold, error)
        say(f"wrote {gold}")
    if failed:
        raise typer.Exit(1)


def _golds(names: list[str]) -> list[Path]:
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            files += sorted(path.glob("*.json"))
        elif path.exists():
            files.append(path)
        else:
            raise usage(f"{name}: no such file")
    if not files:
        raise usage(f"{', '.join(names)}: no gold records (*.json)")
    return files


def _check(names: list[str]) -> None:
    from imrnlp.evaluation import check
    from imrnlp.read.files import ReadError, read_text

    files, wrong = _golds(names), 0
    for file in files:
        letter = next(
            (p for p in map(file.with_suffix, (".txt", ".pdf", ".html", ".docx")) if p.exists()), None
        )
        try:
            text = read_text(letter) if letter else None
            problems = check(file.read_text(encoding="utf-8"), text)
        except (OSError, ValueError, ReadError) as error:
            say(f"{file}: {error}")
            wrong += 1
            continue
        if letter is None:
            say(f"{file}: no letter of that name beside it; its words are not checked")
        for problem in problems:
            typer.echo(f"{file}:{problem.line}: {problem.field or 'record'}: {problem.message}")
        wrong += bool(problems)
    typer.echo(f"{len(files)} gold records, {wrong} with errors")
    if wrong:
        raise typer.Exit(1)


def _agree(first: str, second: str) -> None:
    from imrnlp.evaluation import agreement
    from imrnlp.export.terminal import print_scores

    try:
        scores, kappas = agreement(first, second)
    except (OSError, ValueError) as error:
        raise usage(str(error)) from None
    for name, lacking in ((second, scores.missing), (first, scores.unknown)):
        if lacking:
            say(f"{name} lacks {', '.join(lacking)}: not compared")
    print_scores(scores)
    _print_kappas(scores, kappas)


def _print_kappas(scores: Scores, kappas: list[Kappa]) -> None:
    for one in kappas:
        value: Any = "not defined" if one.kappa is None else f"{one.kappa:.3f}"
        typer.echo(f"{one.field}: Cohen's kappa {value} ({one.agreed} of {one.items} alike)")

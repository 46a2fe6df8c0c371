"""``imrnlp annotate``: draft gold records, their check, and the agreement of two annotators."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from imrnlp.cli.common import (
    SECONDS,
    Pipeline,
    Timeout,
    file_names,
    gathered,
    loaded,
    read_letters,
    refuse,
    say,
    unwritable,
    usage,
    write_text,
)
from imrnlp.read.document import unopened
from imrnlp.text.strings import counted

if TYPE_CHECKING:
    from imrnlp.evaluation import Kappa, Scores
    from imrnlp.run.local import Input


def command(
    letters: Annotated[
        list[str],
        typer.Argument(
            metavar="LETTER...",
            help="Files, folders, globs or archives of letters; with --check gold records; with --agreement two folders.",
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
    timeout: Timeout = SECONDS,
    force: Annotated[bool, typer.Option("--force", help="Overwrite drafts, corrections included.")] = False,
) -> None:
    """Write a draft gold record for each letter to correct in an editor, check such records, compare two annotators.

    A check that finds something wrong ends with exit status 1.
    """
    if check and agreement:
        raise usage("--check and --agreement: give one of them")
    if (check or agreement) and output:
        raise usage("--output is for drafts: --check and --agreement write no files")
    if check:
        _check(letters)
    elif agreement:
        if len(letters) != 2:
            raise usage(f"--agreement takes two folders, not {len(letters)}")
        _agree(*letters)
    elif output is None:
        raise usage("--output DIR is missing: the folder for the drafts")
    else:
        _draft(letters, output, pipeline, timeout, force)


def _draft(words: list[str], folder: Path, pipeline: str | None, timeout: float, force: bool) -> None:
    from imrnlp.evaluation import draft
    from imrnlp.run.local import id_of

    loaded(pipeline)
    inputs = gathered(words)
    names = file_names(map(id_of, inputs), _UNSAFE)
    files = [folder / f"{name}.json" for name in names]
    # The letters themselves may lie there already.
    beside = [_is(one, file.with_suffix(".txt")) for one, file in zip(inputs, files, strict=True)]
    for file, own in zip(files, beside, strict=True):
        refuse(file, force)
        if not own:
            refuse(file.with_suffix(".txt"), force)
    failed = False
    for letter, file, own in zip(read_letters(inputs, pipeline, timeout), files, beside, strict=True):
        if letter.error:
            failed = True
            continue
        write_text(file, json.dumps(draft(letter), indent=1, ensure_ascii=False) + "\n")
        if not own:
            try:
                with file.with_suffix(".txt").open("w", encoding="utf-8", newline="") as text:
                    text.write(letter.letter_text)
            except OSError as error:
                unwritable(file.with_suffix(".txt"), error)
        say(f"wrote {file}")
    if failed:
        raise typer.Exit(1)


# What no file's name may hold somewhere, and a leading dot.
_UNSAFE = r'^\.+|[\x00-\x1f\x7f/\\:*?"<>|]+'


def _is(one: Input, file: Path) -> bool:
    """Whether an input is the same file."""
    return isinstance(one, str) and file.exists() and file.samefile(one)


def _golds(names: list[str]) -> list[Path]:
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if os.path.isdir(path):
            files += sorted(path.glob("*.json"))
        elif os.path.exists(path):
            files.append(path)
        else:
            raise usage(unopened(name))
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
    typer.echo(f"{counted(len(files), 'gold record')}, {wrong} with errors")
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

"""Loads imrnlp's pipelines: a spaCy ``Language`` made from a config in ``models/``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "rules"


def models_folder() -> Path:
    """Where the pipelines' configs and weights are: in the installed package, else in the checkout."""
    here = Path(__file__).parent
    for folder in (here / "models", here.parent / "models"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"imrnlp's models folder is missing: neither {here / 'models'} nor beside the package"
    )


def load(
    name: str | Path | None = None,
    *,
    exclude: Iterable[str] = (),
    disable: Iterable[str] = (),
    config: Mapping[str, Any] | None = None,
    ner: str | None = None,
    rxnconso: str | Path | None = None,
    lexicons: Iterable[str | Path] | str | Path = (),
) -> Language:
    """A pipeline by name (``"rules"``, the default, or ``"clinical"``) or from a folder or config file of your own.

    A config file (``mine.cfg``) says what differs from ``rules``.  ``lexicons`` are folders, or names of installed
    plug-ins, that add to the package's lexicons (``docs/extending.md``); a value in them that is not allowed is a
    ``ValueError`` that names file, line and field.

    ``exclude`` names components to leave out, ``disable`` components that are loaded but do not run; the record
    then lacks what they find.  ``config`` has other settings, nested or with dotted names
    (``{"components.imr_drugs.fuzzy": False}``).  ``ner`` names an installed spaCy or scispaCy package whose
    entity recogniser is used beside the rules (``imrnlp.load(ner="en_ner_bc5cdr_md")``).  ``rxnconso`` names
    your copy of RxNorm's table ``RXNCONSO.RRF``, for the RxCUIs of drugs.  Raises ``ValueError`` for a name that
    is neither a pipeline of imrnlp nor a folder, for an unknown component or setting, and
    ``ImportError`` for an ``ner`` that is not installed: nothing is downloaded.

    >>> nlp = load()
    >>> nlp("Norco 10/325mg #120: Upheld")._.letter.determinations[0].outcome
    'upheld'
    >>> nlp = load(exclude=["imr_posology"])
    >>> nlp("Norco 10/325mg #120: Upheld")._.letter.determinations[0].quantity is None
    True
    """
    from spacy import util

    import imrnlp.components.factories
    import imrnlp.tokenizer  # noqa: F401

    key = str(name or DEFAULT)
    file, settings, base = _config(key)
    leave_out, silent = _names(exclude), _names(disable)
    _known_components([*leave_out, *silent], settings, key)
    changes = dict(config or {})
    if rxnconso and "imr_linking" not in leave_out:
        changes["components.imr_linking.rxnconso"] = str(rxnconso)
    for setting, value in changes.items():
        _change(settings, setting.split("."), value)
    _name_lexicons(settings, base, lexicons)
    nlp = util.load_model_from_config(
        settings,
        exclude=[n for n in leave_out if n in settings["components"]],
        disable=[n for n in silent if n in settings["components"]],
        auto_fill=True,
    )
    if file.parent == Path(key):  # a pipeline that was saved: it has its own data
        return _with_ner(nlp.from_disk(key, exclude=leave_out), ner)
    nlp.meta.update(name=key, description="imrnlp: records from Independent Medical Review letters")
    if key == "clinical":
        _add_clinical(nlp, leave_out, silent)
    return _with_ner(nlp, ner)


def _config(key: str) -> tuple[Path, dict[str, Any], Path]:
    """The config's file, its settings, and the folder that names in it are relative to.

    A config file of the user's own is laid over the default pipeline's.
    """
    from spacy import util

    if key.endswith(".cfg") and os.path.isfile(key):
        file = _config_file(DEFAULT)
        return file, util.load_config(file).merge(util.load_config(key)), Path(key).parent
    file = _config_file(key)
    return file, util.load_config(file), Path()


def _config_file(name: str) -> Path:
    """The config of one of our pipelines, else of a folder.  Raises ``ValueError`` where neither is there."""
    file = models_folder() / f"{name}.cfg"
    if os.path.isfile(file):
        return file
    if os.path.isdir(name):
        return Path(name) / "config.cfg"
    known = ", ".join(sorted(p.stem for p in models_folder().glob("*.cfg")))
    raise ValueError(f"no pipeline {quoted(name)}: imrnlp has {known}, and there is no folder of that name")


def _known_components(names: Iterable[str], settings: dict[str, Any], pipeline: str) -> None:
    """Raises ``ValueError`` for the name of a component that the pipeline does not have."""
    known = [*settings["components"], *(_ADDED if pipeline == "clinical" else ())]
    for name in names:
        if name not in known:
            raise ValueError(f"the pipeline has no component {quoted(name)}; it has {', '.join(known)}")


def _add_clinical(nlp: Language, leave_out: list[str], silent: list[str]) -> None:
    """Adds the trained recogniser and what settles it with the rules, unless they are left out."""
    if "ner" in leave_out:
        return
    from imrnlp.ner import add_clinical_ner

    add_clinical_ner(nlp, models_folder())
    for component in _ADDED:
        if component in leave_out:
            nlp.remove_pipe(component)
        elif component in silent:
            nlp.disable_pipe(component)


#: Components that the pipeline "clinical" has beside its config's.
_ADDED = ("ner", "imr_ner_resolution")


def _name_lexicons(settings: dict[str, Any], base: Path, more: Iterable[str | Path] | str | Path) -> None:
    """Writes the config's lexicons (relative to ``base``) and ``more`` into the config, folders by their whole path."""
    section = settings["components"].get("imr_sections", {})
    given = [more] if isinstance(more, str | Path) else more
    names = [
        *(_whole(Path(), str(name)) for name in given),
        *(_whole(base, n) for n in section.get("lexicons", [])),
    ]
    if names:
        section["lexicons"] = names


def _whole(base: Path, name: str) -> str:
    return str((base / name).resolve()) if os.path.isdir(base / name) else name


def _names(names: Iterable[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _with_ner(nlp: Language, name: str | None) -> Language:
    if name:
        from imrnlp.ner import source_ner

        source_ner(nlp, name)
    return nlp


def _change(settings: dict[str, Any], path: list[str], value: Any) -> None:
    """Changes one setting of a config, or a section's settings where ``value`` holds them.

    Raises ``ValueError`` for a component or a setting that the config does not know.
    """
    section: Any = settings
    for depth, key in enumerate(path):
        held = path[:depth]
        known = set(section)
        if len(held) == 2 and held[0] == "components":
            known |= _settings(section.get("factory")) or {key}
        if key not in known:
            raise ValueError(f"no setting {quoted('.'.join(path))}: there are {', '.join(sorted(known))}")
        if depth < len(path) - 1:
            section = section[key]
    held = path[:-1]
    of_component = len(held) >= 2 and held[0] == "components"
    if isinstance(value, dict) and not of_component:
        for key, inner in value.items():
            _change(settings, [*path, *key.split(".")], inner)
    else:
        section[path[-1]] = value


def _settings(factory: str | None) -> set[str] | None:
    """What can be set of one of our components, ``None`` for somebody else's."""
    from spacy.language import Language

    if not factory or not factory.startswith("imr_") or not Language.has_factory(factory):
        return None
    return set(Language.get_factory_meta(factory).default_config or {})


@lru_cache(maxsize=4)
def shared(name: str = DEFAULT) -> Language:
    """The pipeline ``name``, loaded once per process."""
    return load(name)

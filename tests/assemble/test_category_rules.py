"""Every rule that decides a category decides of its own example, and can be reached."""

from __future__ import annotations

import pytest

from imrnlp.assemble.request import category, parse_request

EXAMPLES = [(rule.name, rule.example) for rule in (*category.RULES, *category.DRUG_RULES)]


@pytest.fixture
def decided(monkeypatch):
    """The names of the rules that decide while a request is read."""
    names: list[str] = []

    def noting(rules):
        def gives(rule):
            def noted(asked):
                names.append(rule.name)
                return rule.gives(asked)

            return noted

        return tuple(rule._replace(gives=gives(rule)) for rule in rules)

    monkeypatch.setattr(category, "RULES", noting(category.RULES))
    monkeypatch.setattr(category, "DRUG_RULES", noting(category.DRUG_RULES))
    return names


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_a_rule_decides_of_its_example(decided, name, example):
    parse_request(example)
    assert name in decided


def test_names_are_told_once():
    assert len({name for name, _ in EXAMPLES}) == len(EXAMPLES)


def test_nothing_is_decided_of_no_words():
    assert parse_request("--").category is None

"""What the tests share: where the sample and the real letters are."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

for _name, _examples in (("ci", 200), ("nightly", 5000)):
    settings.register_profile(
        _name, max_examples=_examples, deadline=None, suppress_health_check=list(HealthCheck)
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

ROOT = Path(__file__).parent.parent
#: Real letters that stay outside the project; tests that need them are skipped without them.
REAL_LETTERS = ROOT.parent / "shared" / "letters"


@pytest.fixture(scope="session")
def real_letters() -> Path:
    if not REAL_LETTERS.is_dir():
        pytest.skip("the real letters are not beside this checkout")
    return REAL_LETTERS


@pytest.fixture(scope="session")
def sample_letters() -> Path:
    return ROOT / "data" / "letters" / "dev"


@pytest.fixture(scope="session")
def nlp():
    import imrnlp

    return imrnlp.load()

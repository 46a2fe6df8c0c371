"""What the tests share: where the sample and the real letters are."""

import contextlib
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

for _name, _examples in (("ci", 200), ("nightly", 5000)):
    settings.register_profile(
        _name, max_examples=_examples, deadline=None, suppress_health_check=list(HealthCheck)
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

#: Set where everything is installed: a test that is skipped for want of a program or library fails then.
REQUIRE_ALL = os.environ.get("IMRNLP_REQUIRE_ALL", "") not in ("", "0")

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


@pytest.fixture(scope="session", autouse=bool(os.environ.get("COVERAGE_PROCESS_CONFIG")))
def _counted_processes():
    """Under `make coverage` workers and readers end by themselves, and are killed only when they do not.

    A killed process never writes down which branches it took.
    """
    from imrnlp.read.sandbox import Helper
    from imrnlp.run.pool import _Worker

    end, kill = _Worker.end, Helper.kill

    def let_end(worker):
        worker.pipe.close()
        worker.process.join(15)
        end(worker)

    def let_close(helper):
        with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
            helper._process.stdin.close()
            helper._process.wait(15)
        kill(helper)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Worker, "end", let_end)
        patch.setattr(Helper, "kill", let_close)
        yield


def pytest_sessionfinish():
    """Under `make coverage` what was counted is written down before a worker of pytest is told to hurry."""
    if os.environ.get("COVERAGE_PROCESS_CONFIG"):
        from coverage import Coverage

        counting = Coverage.current()
        if counting is not None:
            counting.save()


def wanting(reason: str) -> bool:
    """Whether a test was skipped for want of a program or library, not of data that stays outside the project."""
    return reason.startswith(("Skipped: needs ", "Skipped: could not import "))


def _insist(report: pytest.CollectReport | pytest.TestReport) -> None:
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else ""
    if REQUIRE_ALL and wanting(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}; IMRNLP_REQUIRE_ALL is set"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    _insist(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    outcome = yield
    _insist(outcome.get_result())


@pytest.fixture(autouse=True, scope="module")
def packages_own_lexicons_again():
    """What is called by itself, outside a pipeline, reads by the choice of the pipeline that ran last."""
    yield
    from imrnlp.lexicons.extra import using

    with using(()):
        pass

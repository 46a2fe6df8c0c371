"""Where things are, for tests in any folder."""

from pathlib import Path

#: This folder, its data, the checkout.
TESTS = Path(__file__).resolve().parent
TEST_DATA = TESTS / "data"
ROOT = TESTS.parent

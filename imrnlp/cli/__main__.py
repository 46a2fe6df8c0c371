"""``python -m imrnlp.cli`` is ``imrnlp``."""

from imrnlp.cli import main

if __name__ == "__main__":  # not when a process of a pool imports this module
    main()

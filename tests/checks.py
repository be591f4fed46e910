"""Every check that is no test: `uv run python -m tests.checks`. Then `uv run pytest`."""

import subprocess
import sys

CHECKS = (
    ("ruff", "check", "--no-cache", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("mypy", "--platform", "win32", "camera", "inspection"),
    ("lint-imports",),
)


def main() -> int:
    """Run all of them, whatever the first says; the exit status is 1 when one found something."""
    failed = [" ".join(check) for check in CHECKS if subprocess.run(check, check=False).returncode]
    print(f"checks that found something: {', '.join(failed)}" if failed else "all checks passed")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m cockpit` and the installed `cockpit` command."""

import sys

from cockpit.bootstrap import run_window


def main() -> None:
    """Open the window when no command is given, else run the command line."""
    if len(sys.argv) == 1:
        sys.exit(run_window())  # the window does not wait for the command line's libraries
    from cockpit.cli.app import run

    run(open_window=run_window)


if __name__ == "__main__":
    main()

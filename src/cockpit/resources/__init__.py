"""Icons, fonts and themes, found the same way in a checkout, a wheel and a frozen app."""

from pathlib import Path


def find_resource(*parts: str) -> Path:
    """Return the path of a resource that ships with the application.

    Args:
        parts: Folder and file names below `resources/`, such as `"themes", "light.toml"`.

    Raises:
        FileNotFoundError: No such resource was shipped, which is a packaging fault.
    """
    path = Path(__file__).resolve().parent.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"resource {'/'.join(parts)} is missing from the installation")
    return path

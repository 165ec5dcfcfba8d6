"""Tokens of CRMs, kept in the system's keyring and nowhere else."""

from cockpit.crm.pulling import need_extra
from cockpit.domain.errors import UsageError

_NAME = "revenue-cockpit"


def save_token(system: str, address: str, token: str) -> None:
    """Keep the token for a CRM at an address.

    Raises:
        UsageError: The system has no keyring, or it is locked.
    """
    need_extra("keyring")
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_NAME, _name(system, address), token)
    except KeyringError as error:
        raise UsageError(_explain(error)) from error


def load_token(system: str, address: str) -> str | None:
    """Return the token for a CRM at an address, `None` when there is none.

    Raises:
        UsageError: The system has no keyring, or it is locked.
    """
    need_extra("keyring")
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_NAME, _name(system, address))
    except KeyringError as error:
        raise UsageError(_explain(error)) from error


def forget_token(system: str, address: str) -> None:
    """Remove the token for a CRM; nothing happens when there is none.

    Raises:
        UsageError: The system has no keyring, or it is locked.
    """
    need_extra("keyring")
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_NAME, _name(system, address))
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise UsageError(_explain(error)) from error


def _name(system: str, address: str) -> str:
    return f"{system} {address}"


def _explain(error: Exception) -> str:
    return (
        f"The token cannot be kept safely: the system's keyring does not work ({error}). "
        "Set one up, or give the token for one pull in COCKPIT_CRM_TOKEN."
    )

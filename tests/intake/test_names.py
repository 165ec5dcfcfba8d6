import pytest

from cockpit.intake.names import suggest


@pytest.mark.parametrize(
    "name", ["Ben Lindquist", "Lindqvist, Ben", "BEN LINDQVIST", "Ben Lindqvist (Deactivated User)"]
)
def test_another_spelling_of_a_known_name_is_suggested(name: str) -> None:
    assert suggest(name, ["Ada Park", "Ben Lindqvist"]) == " (did you mean Ben Lindqvist?)"


@pytest.mark.parametrize("name", ["Carla Mendes", "Territory 12", "(Deactivated User)"])
def test_no_other_name_is_suggested(name: str) -> None:
    assert suggest(name, ["Ada Park", "Ben Lindqvist"]) == ""

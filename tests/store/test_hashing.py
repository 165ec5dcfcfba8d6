import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cockpit.store.hashing import HashSet, compute_hashes
from cockpit.texts import Texts

NUMBERS = st.lists(st.integers(-5, 5), max_size=12).map(lambda n: np.array(n, dtype=np.int64))


def test_hashes_are_the_same_on_every_machine_and_in_every_run() -> None:
    numbers: list[np.ndarray | Texts] = [np.array([1, -1]), np.array([0.5, np.nan])]
    columns = [*numbers, Texts.build(["a", None])]
    assert compute_hashes(columns).tolist() == [-6777479559377251425, 3229026960963010445]


def test_order_of_columns_and_values_matters() -> None:
    a, b = np.array([1, 2, 2, 1]), np.array([2, 1, 2, 1])
    assert len(set(compute_hashes([a, b]).tolist())) == 4
    assert (compute_hashes([a, b]) != compute_hashes([b, a])).tolist() == [True, True, False, False]


def test_zero_has_one_hash() -> None:
    hashes = compute_hashes([np.array([0.0, -0.0])])
    assert hashes[0] == hashes[1]


def test_a_million_rows_have_a_million_hashes() -> None:
    hashes = compute_hashes([np.arange(1_000_000), np.zeros(1_000_000, dtype=np.int64)])
    assert len(np.unique(hashes)) == 1_000_000


@given(st.lists(NUMBERS, max_size=6), NUMBERS)
def test_hash_set_agrees_with_a_set(added: list[np.ndarray], asked: np.ndarray) -> None:
    hashes, known = HashSet(), set()
    for numbers in added:
        hashes.add(numbers)
        known.update(numbers.tolist())
    assert hashes.contains(asked).tolist() == [number in known for number in asked.tolist()]

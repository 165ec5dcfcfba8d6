"""Columns of texts agree with lists of str, and equal texts have equal hashes wherever they lie."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cockpit.texts import PADDING, Texts

LISTS = st.lists(st.none() | st.text(max_size=40), max_size=20)


@given(LISTS)
def test_texts_come_back_as_they_were_given(texts: list[str | None]) -> None:
    column = Texts.build(texts)
    assert column.to_list() == [text or None for text in texts]
    assert column.is_missing.tolist() == [not text for text in texts]


@given(LISTS, st.data())
def test_rows_can_be_taken_before_and_after_hashing(
    texts: list[str | None], data: st.DataObject
) -> None:
    column = Texts.build(texts)
    mask = np.array([data.draw(st.booleans()) for _ in texts], dtype=np.bool_)
    early = column[mask].hashes.tolist()
    assert early == column.hashes[mask].tolist() == column[mask].hashes.tolist()
    wanted = [text or None for text, is_taken in zip(texts, mask, strict=True) if is_taken]
    assert column[mask].to_list() == wanted


@given(LISTS)
def test_equal_texts_have_equal_hashes_and_others_do_not(texts: list[str | None]) -> None:
    hashes = Texts.build(texts).hashes.tolist()
    cells = [text or "" for text in texts]
    assert len(set(hashes)) == len(set(cells))
    assert len(set(zip(hashes, cells, strict=True))) == len(set(cells))


def test_hash_does_not_depend_on_the_bytes_around() -> None:
    block = "é,L-1,a text longer than one word\n".encode() + PADDING
    starts, ends = np.array([0, 3, 7]), np.array([2, 6, len(block) - len(PADDING) - 1])
    cut, alone = Texts(block, starts, ends), ["é", "L-1", "a text longer than one word"]
    assert cut.to_list() == alone
    assert cut.hashes.tolist() == Texts.build(alone).hashes.tolist()
    assert Texts.repeat("L-1", 2).hashes.tolist() == [cut.hashes.tolist()[1]] * 2

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.fold import WIDTH, each, fold, sort_key, sort_keys

WRITTEN = st.text(st.sampled_from("aéÉß1٣²9 \n\0̧́ｘﬁİŒ한_-") | st.characters(codec="utf-8"), max_size=12)


def test_fold_drops_case_and_accents() -> None:
    assert fold("Éléphant ŒUF Straße") == "elephant œuf strasse"


def test_sort_key_puts_nine_before_ten() -> None:
    assert sorted(["Lot 10", "lot 9", "Lôt 1"], key=sort_key) == ["Lôt 1", "lot 9", "Lot 10"]


@given(WRITTEN)
def test_fold_and_key_are_those_that_are_spelled_letter_by_letter(text: str) -> None:
    spelled = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in spelled if not unicodedata.combining(letter))
    assert fold(text) == folded
    assert sort_key(text) == re.sub(r"\d+", lambda digits: digits[0].zfill(WIDTH), folded)


@given(st.lists(WRITTEN, max_size=8))
def test_many_texts_are_folded_as_each_of_them(texts: list[str]) -> None:
    assert each(fold, texts) == [fold(text) for text in texts]
    assert sort_keys(texts) == [sort_key(text) for text in texts]

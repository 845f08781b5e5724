from engine.fold import fold, sort_key


def test_fold_drops_case_and_accents() -> None:
    assert fold("Éléphant ŒUF Straße") == "elephant œuf strasse"


def test_sort_key_puts_nine_before_ten() -> None:
    assert sorted(["Lot 10", "lot 9", "Lôt 1"], key=sort_key) == ["Lôt 1", "lot 9", "Lot 10"]

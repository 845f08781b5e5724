"""A first plan for a file: types guessed, or the board's columns found by their names."""

from collections.abc import Sequence
from dataclasses import replace

from engine.context import Context
from engine.fold import fold
from engine.sample import Sample, Wishes
from engine.schema.compiled import CompiledBoard
from engine.sheets.guess import guess, name_column
from engine.sheets.plan import NAME, Plan, Target
from engine.sheets.profile import samples, written_in
from engine.sheets.source import Sheet
from engine.text import Language

CURRENCY: dict[Language, str] = {"en": "USD", "fr": "EUR"}


def suggest(
    sheet: Sheet,
    file: str,
    context: Context,
    board: CompiledBoard | None = None,
    currency: str | None = None,
    *,
    found: Sequence[Sample] | None = None,
) -> Plan:
    """A plan that can be carried out as it is. `context` is the reader's; the file's own language is found out.

    `found` is what stands in each column, where it is known already.
    """
    found = found or samples(sheet)
    language = sheet.options.language or written_in(found, context.language)
    wishes = Wishes(replace(context, language=language), currency or CURRENCY[context.language])
    mapping = new_targets(found, wishes) if board is None else known_targets(found, board)
    options = replace(sheet.options, language=language)
    return Plan(file=file, mapping=mapping, options=options, title=None if board else board_title(sheet.name))


def new_targets(found: Sequence[Sample], wishes: Wishes) -> list[Target]:
    """A column for each one of the file that holds anything; the best label names the items."""
    guesses = [guess(sample, wishes) for sample in found]
    name = name_column(found, [one.is_plain for one in guesses])
    targets = []
    for source, (sample, one) in enumerate(zip(found, guesses, strict=True)):
        title, labels = sample.title.en, labels_of(sample)
        if source == name:
            targets.append(Target(source, key=NAME, title=title, labels=labels))
        elif sample.filled or source == 0:
            targets.append(Target(source, type=one.type, title=title, labels=labels, settings=one.settings))
    return targets


def labels_of(sample: Sample) -> dict[str, str]:
    """Only where the languages differ: a title that stood in the file is the same in both."""
    title = sample.title
    return {} if title.en == title.fr else {"en": title.en, "fr": title.fr}


def known_targets(found: Sequence[Sample], board: CompiledBoard) -> list[Target]:
    """The columns that the board has under the same name, in either language; unknown options become its own."""
    free = {
        fold(name): column
        for column in reversed(list(board.writable.values()))
        for name in (column.key, column.title, *column.labels.values())
    }
    targets, taken = [], set()
    for source, sample in enumerate(found):
        column = free.get(fold(sample.title.en))
        if column is not None and column.key not in taken:
            taken.add(column.key)
            targets.append(Target(source, key=column.key, add_options=column.type.choices))
    if NAME not in taken:
        left = [source for source in range(len(found)) if source not in {target.source for target in targets}]
        if left:
            best = left[name_column([found[source] for source in left], [False] * len(left))]
            targets.append(Target(best, key=NAME))
    return sorted(targets, key=lambda target: target.source)


def board_title(file_name: str) -> str:
    """`superstore-orders.csv` → `Superstore orders`."""
    words = " ".join(file_name.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").split())
    return (words[:1].upper() + words[1:])[:120] or file_name

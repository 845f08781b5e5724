"""What a file really is, by its first bytes, whatever its name says."""

from pathlib import Path

from engine.errors import Invalid
from engine.sheets import delimited, workbook
from engine.sheets.source import Reader
from engine.text import Text

ZIP = b"PK\x03\x04"
SIGNATURES = {
    b"\xd0\xcf\x11\xe0": Text(
        "an old or password-protected Office file", "un fichier Office ancien ou protégé par mot de passe"
    ),
    b"%PDF": Text("a PDF file", "un fichier PDF"),
    b"\x89PNG": Text("an image", "une image"),
    b"\xff\xd8\xff": Text("an image", "une image"),
    b"GIF8": Text("an image", "une image"),
    b"\x1f\x8b": Text("a compressed archive", "une archive compressée"),
    b"7z\xbc\xaf": Text("a compressed archive", "une archive compressée"),
    b"Rar!": Text("a compressed archive", "une archive compressée"),
    b"PK": Text("an empty or damaged archive", "une archive vide ou abîmée"),
    b"{\\rtf": Text("a text document", "un document texte"),
}
WORKBOOK = Text("an Excel workbook", "un classeur Excel")
PLAIN = Text("plain text", "du texte simple")
BINARY = Text("not a text file", "autre chose qu’un fichier texte")
WORKBOOK_NAMES = (".xlsx", ".xlsm")
TEXT_NAMES = (".csv", ".tsv", ".txt", ".tab")

NOT_READABLE = Text(
    "“{name}” is {kind}. Save it as CSV or XLSX, then choose it again.",
    "« {name} » est {kind}. Enregistrez-le en CSV ou XLSX, puis choisissez-le de nouveau.",
)
NOT_ITS_NAME = Text(
    "“{name}” is not what its name says: it is {kind}. Give it the ending {ending}, or export it again.",
    "« {name} » n’est pas ce que dit son nom : c’est {kind}. Donnez-lui l’extension {ending}, ou exportez-le de nouveau.",
)
EMPTY = Text(
    "“{name}” is empty. Choose a file that holds lines.",
    "« {name} » est vide. Choisissez un fichier qui contient des lignes.",
)


def reader_of(path: Path, name: str) -> Reader:
    """The module that reads this file. Raises Invalid when nobody can, or when the name lies."""
    with path.open("rb") as file:
        start = file.read(65_536)
    if not start.strip():
        raise Invalid(EMPTY, field="file", name=name)
    if start.startswith(ZIP):
        return named(name, workbook, TEXT_NAMES, WORKBOOK, ".xlsx")
    for signature, kind in SIGNATURES.items():
        if start.startswith(signature):
            raise Invalid(NOT_READABLE, field="file", name=name, kind=kind)
    if b"\0" in start and not start.startswith(delimited.WIDE_MARKS):
        raise Invalid(NOT_READABLE, field="file", name=name, kind=BINARY)
    return named(name, delimited, WORKBOOK_NAMES, PLAIN, ".csv")


def named(name: str, reader: Reader, others: tuple[str, ...], kind: Text, ending: str) -> Reader:
    """The reader, unless the file bears a name of the other kind."""
    if name.lower().endswith(others):
        raise Invalid(NOT_ITS_NAME, field="file", name=name, kind=kind, ending=ending)
    return reader

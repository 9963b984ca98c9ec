"""Diagrams and reading copies: what the house does and says, on paper."""

from __future__ import annotations

from handlers.draw.copies import common_copy, reading_copy
from handlers.draw.phrases import phrases
from handlers.draw.pictures import diagram, life_diagram, life_table
from handlers.values import Book

__all__ = ["common_copy", "diagram", "files", "life_diagram", "life_table", "reading_copy"]


def files(book: Book) -> dict[str, str]:
    """Every diagram and reading copy by its path below the folder of reading copies."""
    found = {f"{name}.mmd": diagram(script) for name, script in book.scripts.items()}
    languages = book.words.languages
    tables = [f"# {phrases(lang)['life']}\n\n{life_table(lang, book)}" for lang in languages]
    found["life.md"] = "\n".join([*tables, f"```mermaid\n{life_diagram()}```\n"])
    for lang in languages:
        found[f"{lang}/common.md"] = common_copy(book, lang)
        for name, script in book.scripts.items():
            found[f"{lang}/{name}.md"] = reading_copy(book, script, lang)
    return found

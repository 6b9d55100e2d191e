"""Tables that sort and page by their address, so they work without JavaScript."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from sciezka.kit.manifests import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``value`` reads a cell from a row (a field's name or a function); ``sort`` names the database fields to order by
    (none: the column does not sort); ``href`` gives a cell its link; ``numeric`` sets it to the right in tabular figures.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any]
    sort: tuple[str, ...] = ()
    href: Callable[[Any], str] | None = None
    numeric: bool = False

    def read(self, row: object) -> Any:  # noqa: ANN401 - whatever the cell holds
        """Read the cell of a row."""
        if callable(self.value):
            return self.value(row)
        value = getattr(row, self.value)
        return value() if callable(value) else value


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell ready to draw."""

    column: Column
    value: Any
    href: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading with the address that sorts by it."""

    column: Column
    query: str
    direction: str  # "", "ascending" or "descending"


@dataclass(slots=True)
class Table:
    """A page of rows in a chosen order.

    Args:
        request: its address carries ``sort`` (a column's key, with ``-`` for descending) and ``page``.
        rows: what to list; only the page shown is read.
        columns: the columns, the first of which names the row.
        caption: what the table holds, for everyone and for screen readers.
        size: rows on a page.
    """

    request: HttpRequest
    rows: QuerySet[Any]
    columns: Sequence[Column]
    caption: Text
    size: int = 50
    page: Page[Any] = field(init=False)
    sort: str = field(init=False, default="")

    def __post_init__(self) -> None:
        wanted = self.request.GET.get("sort", "")
        column = next((column for column in self.columns if column.key == wanted.removeprefix("-") and column.sort), None)
        rows = self.rows
        if column:
            self.sort = wanted
            sign = "-" if wanted.startswith("-") else ""
            rows = rows.order_by(*(f"{sign}{name}" for name in column.sort), "pk")
        self.page = Paginator(rows, self.size).get_page(self.request.GET.get("page"))

    def headings(self) -> list[Heading]:
        """Give the headings with their sorting links."""
        return [self.make_heading(column) for column in self.columns]

    def make_heading(self, column: Column) -> Heading:
        """Make one heading: following its link sorts by it, or turns the order round."""
        query = self.request.GET.copy()
        query.pop("page", None)
        is_ascending = self.sort == column.key
        query["sort"] = f"-{column.key}" if is_ascending else column.key
        direction = "ascending" if is_ascending else "descending" if self.sort == f"-{column.key}" else ""
        return Heading(column, query.urlencode() if column.sort else "", direction)

    def lines(self) -> list[list[Cell]]:
        """Give the rows of the page as cells."""
        return [
            [Cell(column, column.read(row), column.href(row) if column.href else "") for column in self.columns]
            for row in self.page
        ]

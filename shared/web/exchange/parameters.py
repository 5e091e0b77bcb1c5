"""Import ids in paths, what is asked of an import, and which of its rows are listed."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from shared.domain.imports import Duplicates, ImportOptions, RowOutcome
from shared.web.http.paging import PageParameters
from shared.web.http.parameters import PathParameter
from shared.web.http.query_parameters import STRICT, without_empty_values

ImportId = Annotated[str, Depends(PathParameter("import_id", "The import's id."))]


class ImportParameters(BaseModel):
    """What is asked of an import, whichever way its file comes."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    format: Annotated[
        str | None,
        Field(
            max_length=20,
            description="The format of the file: `vcard`, `jcard`, `jscontact`, `ldif` or `csv`; by default its "
            "content tells.",
        ),
    ] = None
    encoding: Annotated[
        str,
        Field(
            max_length=40,
            description="For tables: how the file is encoded (`utf-8`, `cp1252`, `utf-16`); by default its "
            "content tells.",
        ),
    ] = ""
    delimiter: Annotated[
        str, Field(max_length=1, description="For tables: what separates cells; by default the content tells.")
    ] = ""
    date_order: Annotated[
        Literal["day_first", "month_first"] | None,
        Field(
            description="For tables: what comes first in dates such as `03/04/1990` that do not tell; by default other "
            "dates of the column do."
        ),
    ] = None
    duplicates: Annotated[
        Duplicates,
        Field(
            description="What to do with a row of a contact that the book has with another content: `skip` it, `merge` "
            "it into the contact, or `add` it as a further one. `skip` and `add` go by the uid of a card; `merge` also "
            "takes a name with an e-mail address or a phone number for the same person."
        ),
    ] = Duplicates.SKIP
    dry_run: Annotated[bool, Field(description="Write nothing, and only find out what would become of each row.")] = (
        False
    )

    def options(self, mapping: dict[str, str]) -> ImportOptions:
        """Return the options with a mapping."""
        return ImportOptions(
            format=self.format or "",
            mapping=mapping,
            encoding=self.encoding,
            delimiter=self.delimiter,
            date_order=self.date_order or "",
            duplicates=self.duplicates,
            dry_run=self.dry_run,
        )


ImportQuery = Annotated[ImportParameters, Query()]


class ImportRowParameters(PageParameters):
    """The query parameters of the list of rows."""

    outcome: Annotated[RowOutcome | None, Field(description="Only rows with this outcome.")] = None

    def query(self, import_id: str) -> str:
        """Return the query that a cursor is bound to."""
        return f"imports/{import_id}/{self.outcome or ''}"


ImportRowList = Annotated[ImportRowParameters, Query()]

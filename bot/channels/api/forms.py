"""Forms: which there are, in which versions, and the rows of each."""

from __future__ import annotations

from collections import defaultdict

from bot.channels.api.asked import ApiAsk, Endpoint, paged
from bot.channels.api.problems import ApiProblemError
from bot.channels.api.resources import FormResource, OptionResource, Page, RowResource
from conversations.exchange.descriptions import describe_options, describe_rows, digest_form
from conversations.forms.model import Form
from conversations.workflow.connections import ApiScope
from templates.loading.catalog import Catalog, version_order


async def list_forms(asked: ApiAsk) -> Page[FormResource]:
    """All forms, by key."""
    catalog, limit = asked.catalogs.catalog, asked.query["limit"]
    after = asked.after("forms")
    keys = sorted(catalog.forms)
    some = enumerate(keys[after : after + limit + 1], after + 1)
    made = [(place, _form(catalog, catalog.forms[key])) for place, key in some]
    return asked.page("forms", made, limit)


async def read_form(asked: ApiAsk) -> FormResource:
    """One form."""
    catalog = asked.catalogs.catalog
    found = catalog.forms.get(asked.path["form"])
    if found is None:
        raise ApiProblemError("not_found", what="biểu mẫu")
    return _form(catalog, found)


def _form(catalog: Catalog, form: Form) -> FormResource:
    known = catalog.versions_of(form.key)
    versions = sorted(known, key=version_order)
    return FormResource(
        form=form.key,
        version=form.version,
        name=form.name,
        title=form.title,
        versions=tuple(versions),
        digests={version: known[version].derived(digest_form) for version in versions},
    )


async def list_rows(asked: ApiAsk) -> Page[RowResource]:
    """The rows and cells of a version, as printed."""
    form = asked.form(asked.path["form"], asked.path["version"])
    limit, of = asked.query["limit"], f"rows {form.key} {form.version}"
    after = asked.after(of)
    options: dict[str, list[OptionResource]] = defaultdict(list)
    for one in describe_options(form):
        options[one.row].append(OptionResource(code=one.code, label=one.label))
    rows = [*describe_rows(form)][after : after + limit + 1]
    made = [
        (place, RowResource(**dict(one), options=tuple(options.get(one.row, ()))))
        for place, one in enumerate(rows, after + 1)
    ]
    return asked.page(of, made, limit)


FORMS = (
    Endpoint(
        "listForms", "/forms", ApiScope.FORMS, list_forms, Page[FormResource], "All forms", paged()
    ),
    Endpoint("readForm", "/forms/{form}", ApiScope.FORMS, read_form, FormResource, "One form"),
    Endpoint(
        "listRows",
        "/forms/{form}/versions/{version}/rows",
        ApiScope.FORMS,
        list_rows,
        Page[RowResource],
        "The rows and cells of a version of a form, as printed",
        paged(),
    ),
)

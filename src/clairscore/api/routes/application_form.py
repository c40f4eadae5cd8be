"""What is asked for a new application, and a credit file to copy."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field, JsonValue

from clairscore.api.models import Answered
from clairscore.api.openapi import stated
from clairscore.api.roles import Call, allow
from clairscore.api.routes.histories import Choice
from clairscore.api.routes.tagged import routes_of
from clairscore.api.tellers import teller_of
from clairscore.contract import FactKind
from clairscore.decision.form import AskedFact, credit_asked, groups_asked
from clairscore.i18n import t

router = routes_of("applications")


class FormField(Answered):
    """A fact to ask for."""

    column: str = Field(examples=["AMT_INCOME_TOTAL"])
    label: str = Field(examples=["revenus"])
    definition: str = Field(examples=["Total des revenus que vous avez déclarés."])
    kind: FactKind = Field(examples=["money"], description="date: days from day 0, negative past.")
    choices: list[Choice] = Field(description="Every value it may have, where they are few.")
    required: bool = Field(examples=[True])
    whole: bool = Field(examples=[False])
    least: float | None = Field(examples=[0.0])
    most: float | None = Field(examples=[1e9])
    source: str | None = Field(examples=[None], description="Who supplies it, if not the client.")


class FormGroup(Answered):
    """Facts that belong together."""

    name: str = Field(examples=["work"])
    title: str = Field(examples=["Travail et revenus"])
    fields: list[FormField]


class ApplicationForm(Answered):
    """The groups of an application, what is asked of each credit elsewhere, and an example."""

    groups: list[FormGroup]
    credit: list[FormField] = Field(description="Of a row of `bureau`.")
    template: dict[str, JsonValue] = Field(
        examples=[{"application": {}, "bureau": []}],
        description="A whole credit file of an invented person.",
    )


@router.get(
    "/v1/application-form", summary="What a new application is asked for", openapi_extra=stated()
)
async def application_form(
    call: Annotated[Call, allow("manager", "service")],
) -> ApplicationForm:
    """Facts in groups, those alone that the served model or a rule reads; and a credit file of an
    invented person, to copy."""
    return await call.service.work(_form, call)


def _form(call: Call) -> ApplicationForm:
    bundle, lang = call.service.models.bundle, call.lang
    sources = teller_of(call.service, bundle, lang).sources
    # the longest example shows the most tables
    example = max(bundle.exam.credit_files, key=len)
    return ApplicationForm(
        groups=[
            FormGroup(
                name=name,
                title=t(f"form.group.{name}", lang),
                fields=[_field(each) for each in asked],
            )
            for name, asked in groups_asked(bundle, sources, lang).items()
        ],
        credit=[_field(each) for each in credit_asked(sources, lang)],
        template=json.loads(example),
    )


def _field(asked: AskedFact) -> FormField:
    return FormField(
        column=asked.column,
        label=asked.label,
        definition=asked.definition,
        kind=asked.kind,
        choices=[Choice(value=value, label=label) for value, label in asked.choices],
        required=asked.required,
        whole=asked.whole,
        least=asked.least,
        most=asked.most,
        source=asked.source,
    )

"""The shape of what `/api/v1/extract` answers: a document's rows as printed, their links, and the findings."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.rest.models import Model, Words


class Printed(BaseModel):
    """Something that `chitieu extract` prints; all its fields stand in docs/extraction.md."""

    model_config = ConfigDict(frozen=True, extra="allow")


class CandidateModel(Model):
    """A thing that printed words may name."""

    iri: str
    confidence: float = Field(description="From 0 to 1.", examples=[0.62])
    reason: str
    label: Words | None


class LinkModel(Model):
    """From printed words to the thing that they are taken to name."""

    printed: str = Field(examples=["Phòng VH&TT"])
    iri: str | None = Field(
        description="Null if unresolved.",
        examples=["https://w3id.org/chitieu/id/agency/phong-van-hoa-va-thong-tin/kon-tum/kon-ray"],
    )
    label: Words | None
    method: str = Field(description="How it was made: docs/graph.md.", examples=["context"])
    confidence: float = Field(description="From 0 to 1.", examples=[0.95])
    reason: str
    candidates: list[CandidateModel]


class RowLinks(Model):
    """What the words of a row name."""

    indicator: list[LinkModel]
    lead: list[LinkModel]
    coordinating: list[LinkModel]
    guiding: list[LinkModel]
    citations: list[LinkModel]


class TriedRow(Printed):
    """A row: as printed, with its links and the findings about it."""

    ordinal: str | None = Field(examples=["12"])
    label: str = Field(examples=["Tỷ lệ người dân có tài khoản định danh điện tử"])
    lead: list[str] = Field(examples=[["Công an huyện"]])
    coordinating: list[str]
    guiding: list[str]
    iri: str = Field(description="The name that the row would have in the graph.")
    links: RowLinks
    findings: list[str] = Field(description="Fingerprints of findings.", examples=[["0f3a5b6c7d8e9f10"]])


class TriedPlan(Model):
    """The plan that the document prints."""

    iri: str
    label: Words | None
    published: bool = Field(description="Whether it is one of the published plans; then the document took its place.")
    identity_method: str = Field(description="exact, curated, or local: by its content.", examples=["exact"])
    place: LinkModel
    issuer: LinkModel


class TriedCell(Model):
    """A printed cell that a finding points at."""

    column: str = Field(examples=["lead"])
    words: str


class SideModel(Model):
    """What a finding is about, or its other side."""

    iri: str
    kind: str = Field(description="plan, row, body or item.", examples=["row"])
    plan: str | None
    plan_label: str | None
    ordinal: str | None
    section: str | None
    label: str
    cells: list[TriedCell]
    file: str | None
    page: int | None
    row: int | None
    first_line: int | None
    last_line: int | None


class TriedFinding(Model):
    """One thing that a rule found (docs/validation.md)."""

    code: str = Field(examples=["CT-A001"])
    rule: str
    severity: str = Field(description="violation, warning or info.", examples=["warning"])
    title: Words
    message: Words
    remedy: Words
    focus: SideModel
    other: SideModel | None
    value: str | None
    fingerprint: str = Field(examples=["0f3a5b6c7d8e9f10"])


class Summary(Model):
    """Findings by severity."""

    violation: int
    warning: int
    info: int


class Extraction(Printed):
    """What a document holds: rows as printed, links, and findings against the published plans. Nothing is kept."""

    file: str = Field(examples=["ke-hoach.docx"])
    sha256: str
    media_type: str
    snapshot: str | None = Field(description="The published data that it was held against.")
    plan: TriedPlan
    rows: list[TriedRow]
    summary: Summary
    findings: list[TriedFinding]

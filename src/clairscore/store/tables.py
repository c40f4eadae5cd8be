"""Every table of the records, and of the key database; `migrations` makes them.

Plain per client are number, portfolio, state, PD, class and flags, to be searched and sorted; what
says more is in a column `sealed`, readable with the client's data key only (`keys.py`), beside the
`digest` of its bytes, which the chain of events repeats. Times are texts of `times.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

records = MetaData(naming_convention=NAMES)
key_records = MetaData(naming_convention=NAMES)


def _client(
    *, nullable: bool = False, index: bool = False, unique: bool | None = None
) -> Column[int]:
    number = ForeignKey("clients.number")
    return Column("client", BigInteger, number, nullable=nullable, index=index, unique=unique)


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _text(name: str, *, nullable: bool = False, index: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable, index=index)


def _sealed() -> tuple[Column[bytes], Column[str]]:
    """The encrypted rest of a record; both are empty once it was erased."""
    return Column("sealed", LargeBinary), Column("digest", Text)


clients = Table(
    "clients",
    records,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("pseudonym", Text, nullable=False, unique=True),
    _text("portfolio"),
    _text("origin"),  # loaded | created
    _text("created"),
    _text("restricted", nullable=True),  # since when only kept, no longer used
    _text("held", nullable=True),  # why nothing of it may be erased: a legal hold
    Index("ix_clients_portfolio_number", "portfolio", "number"),
)

credit_files = Table(
    "credit_files",
    records,
    _id(),
    _client(),
    Column("snapshot", Integer, nullable=False),  # 1, 2...: a later application is a new one
    Column("version", Integer, nullable=False),  # 1, 2...: a correction, same day 0
    _text("as_of"),
    _text("source"),  # loaded | application | correction
    _text("created"),
    *_sealed(),
    UniqueConstraint("client", "snapshot", "version"),
)

applications = Table(
    "applications",
    records,
    _id(),
    _client(),
    Column("credit_file", Text, ForeignKey("credit_files.id")),
    _text("as_of"),
    _text("product"),  # cash | revolving
    _text("channel"),
    _text("state"),
    Column("demonstration", Boolean, nullable=False, default=False),
    Column("amount", Double),
    _text("created"),
    _text("updated"),
    _text("valid_until", nullable=True),
    _text("last_contact", nullable=True),
    _text("contract_end", nullable=True),
    Column("revision", Integer, nullable=False, default=1),  # of the row, for If-Match
    *_sealed(),
    Index(None, "client", "product", "state"),
    Index(None, "state", "created"),
    Index("ix_applications_state_valid_until", "state", "valid_until"),
)

proposals = Table(
    "proposals",
    records,
    _id(),
    Column("application", Text, ForeignKey("applications.id"), nullable=False, index=True),
    _client(index=True),
    Column("credit_file", Text, ForeignKey("credit_files.id"), nullable=False),
    _text("bundle"),
    _text("policy"),
    _text("features_version"),
    _text("package_version"),
    Column("probability", Double, nullable=False),
    Column("log_odds", Double, nullable=False),
    Column("cut_off", Double, nullable=False),
    _text("verdict"),
    _text("outcome"),
    _text("decided_by"),
    _text("causes"),  # codes, parted by spaces
    Column("automatic", Boolean, nullable=False),
    _text("actor"),
    _text("created", index=True),
    _text("valid_until"),
    *_sealed(),
)

decisions = Table(
    "decisions",
    records,
    _id(),
    Column("application", Text, ForeignKey("applications.id"), nullable=False, index=True),
    Column("proposal", Text, ForeignKey("proposals.id"), nullable=False, index=True),
    _client(index=True),
    Column("replaces", Text, ForeignKey("decisions.id")),
    _text("outcome"),
    _text("basis"),  # automatic | confirmed | studied | revised | reviewed
    _text("reason_code", nullable=True),
    _text("actor"),
    _text("second_actor", nullable=True),
    _text("state"),
    _text("created", index=True),
    Column("revision", Integer, nullable=False, default=1),
    *_sealed(),
)

notices = Table(
    "notices",
    records,
    _id(),
    Column("application", Text, ForeignKey("applications.id"), nullable=False, index=True),
    Column("decision", Text, ForeignKey("decisions.id"), index=True),
    _client(index=True),
    _text("kind"),
    _text("lang"),
    _text("actor"),
    _text("created"),
    _text("delivered", nullable=True),
    *_sealed(),
)

reviews = Table(
    "reviews",
    records,
    _id(),
    Column("application", Text, ForeignKey("applications.id"), nullable=False, index=True),
    Column("decision", Text, ForeignKey("decisions.id"), nullable=False, index=True),
    _client(index=True),
    _text("state", index=True),
    _text("requested"),
    _text("requested_by"),
    _text("due"),
    _text("reviewer", nullable=True),
    _text("looked", nullable=True),  # when the file was read without the model's opinion
    _text("outcome", nullable=True),
    _text("reason_code", nullable=True),
    _text("answered", nullable=True),
    _text("documents_due", nullable=True),  # day before which the client answers what was asked
    _text("documents_answered", nullable=True),
    Column("revision", Integer, nullable=False, default=1),
    *_sealed(),
)

requests = Table(
    "requests",
    records,
    _id(),
    _client(index=True),
    _text("kind"),  # access | export | correction | erasure
    _text("state", index=True),
    _text("received"),
    _text("due"),
    _text("answered", nullable=True),
    _text("actor"),
    _text("answer", nullable=True),  # code of the reason
    _text("possible_from", nullable=True),
    Column("revision", Integer, nullable=False, default=1),
    *_sealed(),
)

acknowledgements = Table(
    "acknowledgements",  # of the information notice, before a new application is scored
    records,
    _id(),
    _client(index=True),
    Column("application", Text, ForeignKey("applications.id"), index=True),
    _text("notice_version"),
    _text("lang"),
    _text("actor"),
    _text("created"),
)

simulations = Table(
    "simulations",
    records,
    _id(),
    _client(),
    Column("application", Text, ForeignKey("applications.id")),
    _text("actor"),
    _text("created"),
    _text("fingerprint"),  # of what was asked for, to count distinct ones
    Index(None, "client", "created"),
    Index(None, "actor", "created"),
)

idempotency = Table(
    "idempotency",
    records,
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    _text("operation"),
    _text("fingerprint"),
    _client(nullable=True, index=True),
    Column("status", Integer, nullable=False),
    _text("created", index=True),
    *_sealed(),
)

book = Table(
    "book",
    records,
    Column("client", BigInteger, ForeignKey("clients.number"), primary_key=True),
    Column("credit_file", Text, ForeignKey("credit_files.id"), nullable=False),
    _text("bundle"),
    _text("policy"),
    Column("probability", Double, nullable=False, index=True),
    Column("log_odds", Double, nullable=False),
    Column("cut_off", Double, nullable=False),
    _text("verdict"),
    _text("outcome"),
    _text("decided_by"),
    _text("rules"),
    _text("causes"),
    _text("themes"),  # canonical JSON: contribution by theme
    _text("created"),
    Index("ix_book_distance", text("abs(probability - cut_off)")),
)

histograms = Table(
    "histograms",
    records,
    Column("bundle", Text, primary_key=True),
    Column("variable", Text, primary_key=True),
    Column("split", Text, primary_key=True),  # what the parts are: proposed | observed
    Column("slice", Text, primary_key=True),  # which clients: canonical JSON of the criteria
    Column("clients", Integer, nullable=False),
    _text("counts"),  # canonical JSON: edges or words, and counts by part
    _text("created"),
)

outcomes = Table(
    "outcomes",
    records,
    Column("application", Text, ForeignKey("applications.id"), primary_key=True),
    _client(index=True),
    Column("difficulties", Boolean, nullable=False),
    _text("observed"),
    _text("source"),
    _text("created"),
)

models = Table(
    "models",
    records,
    Column("bundle", Text, primary_key=True),
    _text("role"),  # champion | challenger | retired
    _text("folder"),
    _text("registered"),
)

promotions = Table(
    "promotions",
    records,
    _id(),
    _text("kind"),  # promote | rollback | challenge | retire, before it ask_…; decline
    Column("bundle", Text, ForeignKey("models.bundle"), nullable=False),
    _text("replaced", nullable=True),
    _text("actor"),
    _text("reason"),
    _text("created"),
    Column("asks", Text, ForeignKey("promotions.id"), nullable=True),  # what this one answers
    _text("gates", nullable=True),  # passed | failed | absent, when a promotion was asked for
    Column("comparison", Text, ForeignKey("comparisons.id"), nullable=True),  # what they rest on
    Column("overrides", Boolean, nullable=False, server_default=false()),  # a gate that is shut
)

comparisons = Table(
    "comparisons",  # of a model with the one that serves, on the same people: aggregates only
    records,
    _id(),
    _text("champion"),
    _text("challenger"),
    Column("passed", Boolean, nullable=False),
    _text("content"),  # canonical JSON
    _text("actor"),
    _text("created"),
    Index(None, "challenger", "champion", "created"),
)

reports = Table(
    "reports",  # of watching: aggregates only
    records,
    _id(),
    _text("kind"),  # window | fairness
    _text("bundle"),
    _text("begins", nullable=True),
    _text("ends", nullable=True),
    Column("applications", Integer, nullable=False),
    _text("light"),  # calm | watch | act | unjudged
    _text("content"),  # canonical JSON
    _text("actor"),
    _text("created"),
    Index(None, "kind", "created"),
)

signals = Table(
    "signals",
    records,
    Column("report", Text, ForeignKey("reports.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    _text("level"),  # calm | watch | act
    Column("value", Double, nullable=True),
    Column("watch", Double, nullable=False),  # its two limits
    Column("act", Double, nullable=False),
)

alerts = Table(
    "alerts",
    records,
    _id(),
    _text("signal", index=True),
    _text("bundle"),
    _text("level"),  # watch | act
    _text("state", index=True),  # open | acknowledged | closed
    Column("value", Double, nullable=True),
    Column("report", Text, ForeignKey("reports.id"), nullable=False),  # the newest that speaks
    _text("opened"),
    _text("worsened", nullable=True),
    _text("acknowledged", nullable=True),
    _text("acknowledged_by", nullable=True),
    _text("note", nullable=True),
    _text("closed", nullable=True),
    Column("revision", Integer, nullable=False, default=1),
)

deliveries = Table(
    "deliveries",  # what has to be told to the address of the settings, and whether it was
    records,
    _id(),
    Column("alert", Text, ForeignKey("alerts.id"), nullable=False, index=True),
    _text("kind"),  # opened | worsened | closed
    _text("content"),  # what is sent: canonical JSON, never about a person
    _text("created"),
    Column("attempts", Integer, nullable=False, default=0),
    _text("delivered", nullable=True, index=True),
    _text("failure", nullable=True),
)

shadow_scores = Table(
    "shadow_scores",
    records,
    Column("proposal", Text, ForeignKey("proposals.id"), primary_key=True),
    Column("bundle", Text, primary_key=True),
    _client(index=True),
    Column("probability", Double, nullable=False),
    Column("log_odds", Double, nullable=False),
    _text("verdict"),
    _text("outcome"),
    _text("created"),
)

users = Table(
    "users",
    records,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("roles"),  # parted by spaces
    _text("password", nullable=True),  # argon2id
    _text("portfolio", nullable=True),
    _client(nullable=True, unique=True),
    _text("created"),
    _text("disabled", nullable=True),
    Column("failures", Integer, nullable=False, default=0),
    _text("failed", nullable=True),
)

sessions = Table(
    "sessions",
    records,
    Column("token", Text, primary_key=True),  # its HMAC
    Column("user", Text, ForeignKey("users.id"), nullable=False, index=True),
    _text("created"),
    _text("seen"),
    _text("expires"),
)

api_keys = Table(
    "api_keys",
    records,
    _id(),
    _text("name"),
    _text("roles"),
    _text("portfolio", nullable=True),
    _text("secret"),  # its HMAC
    _text("created"),
    _text("created_by"),
    _text("expires", nullable=True),
    _text("revoked", nullable=True),
)

activation_codes = Table(
    "activation_codes",
    records,
    Column("code", Text, primary_key=True),  # its HMAC
    _client(index=True),
    _text("created"),
    _text("created_by"),
    _text("expires"),
    _text("used", nullable=True),
)

accesses = Table(
    "accesses",  # who read whose data
    records,
    _id(),
    _text("about", index=True),  # the client's pseudonym
    _text("actor"),
    _text("role"),
    _text("operation"),
    _text("created", index=True),
)

events = Table(
    "events",
    records,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),  # the record's name
    _text("about", index=True),  # the client's pseudonym, or empty
    _text("digest"),  # of the sealed bytes, or empty
    _text("detail"),  # canonical JSON without personal data
    Column("mac", LargeBinary, nullable=False),
    Index(None, "subject"),
)

chain_heads = Table(
    "chain_heads",
    records,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    records,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("at"),
)


def _erasures(metadata: MetaData) -> Table:
    """The erasure log: in both databases, so that a restored one hears of it from the other."""
    return Table(
        "erasures",
        metadata,
        Column("pseudonym", Text, primary_key=True),
        _text("at"),
        _text("reason"),
        _text("request", nullable=True),
    )


erasures = _erasures(records)

data_keys = Table(
    "data_keys",
    key_records,
    Column("pseudonym", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    _text("created"),
)

key_erasures = _erasures(key_records)

"""The one schema of the seven tables: every reader, check, generator and form derives from it.

Names are Kaggle's. A column's *kind* says what its numbers mean and how they enter the arithmetic:

========  =====================================  ==========================================
kind      raw value                              canonical value (what features compute with)
========  =====================================  ==========================================
id        whole number                           Int64
target    0 or 1                                 Int64
category  text from a closed vocabulary          Int64 code, declared order, `unknown` last
yesno     ``Y``/``N``                            Int64 1/0
flag      0 or 1                                 Int64
count     whole number                           Int64
days      whole days before the application      Int64
months    whole months before the application    Int64
money     amount, at most three decimals         Int64, thousandths
rate      share or price, at most six decimals   Int64, millionths
score     number without a unit                  Float64, never aggregated
========  =====================================  ==========================================

Whole numbers make sums independent of the order of addition, hence equal on every engine.
Limits are physical ones (sign, overflow), wide enough for the whole Kaggle data; what is merely
unusual is the model's concern, not the schema's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal[
    "id", "target", "category", "yesno", "flag", "count", "days", "months", "money", "rate", "score"
]

APPLICATION = "application"
CLIENT_KEY = "SK_ID_CURR"
TARGET = "TARGET"
NEVER = 365243
"""Kaggle's "no date": a thousand years ahead."""

MONEY_SCALE = 1_000
RATE_SCALE = 1_000_000
SCALES: Mapping[Kind, int] = {"money": MONEY_SCALE, "rate": RATE_SCALE}


@dataclass(frozen=True, slots=True)
class Column:
    """One source column: what it may hold, and what it means for arithmetic and privacy."""

    name: str
    kind: Kind
    low: float | None = None
    high: float | None = None
    vocabulary: tuple[str, ...] = ()
    null_words: tuple[str, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    sentinel: int | None = None
    required: bool = False
    protected: bool = False

    @property
    def scale(self) -> int:
        """Canonical units per raw unit."""
        return SCALES.get(self.kind, 1)

    @property
    def is_text(self) -> bool:
        """Whether files hold words here rather than numbers."""
        return self.kind in ("category", "yesno")

    @property
    def is_whole(self) -> bool:
        """Whether the numbers here are whole."""
        return self.kind in ("id", "target", "flag", "count", "days", "months")

    @property
    def codes(self) -> dict[str, int]:
        """Word to code: declared order; merged words share the code of the word they merge into."""
        if self.kind == "yesno":
            return {"N": 0, "Y": 1}
        codes = {word: code for code, word in enumerate(self.vocabulary)}
        return codes | {word: codes[into] for word, into in self.merged}

    @property
    def unknown_code(self) -> int:
        """Code of a word outside the vocabulary."""
        return 2 if self.kind == "yesno" else len(self.vocabulary)


@dataclass(frozen=True)
class Table:
    """One table: its columns, its key, its parent, and the total order of a client's rows."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    parent: str | None = None
    parent_key: str | None = None
    order_by: tuple[str, ...] = ()
    orphans_allowed: float = 0.0
    files: tuple[str, ...] = field(default=())

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


BILLION = 1e9
TEN_MILLION = 1e7
CENTURY = 45_000
"""Days: about 123 years, beyond any age or contract."""


def ident(name: str) -> Column:
    return Column(name, "id", low=0, high=2**53, required=True)


def category(
    name: str,
    *words: str,
    null_words: tuple[str, ...] = ("XNA",),
    merged: tuple[tuple[str, str], ...] = (),
    required: bool = False,
    protected: bool = False,
) -> Column:
    return Column(
        name,
        "category",
        vocabulary=words,
        null_words=null_words,
        merged=merged,
        required=required,
        protected=protected,
    )


def yesno(name: str) -> Column:
    return Column(name, "yesno", vocabulary=("N", "Y"))


def flag(name: str, *, protected: bool = False) -> Column:
    return Column(name, "flag", low=0, high=1, protected=protected)


def count(
    name: str,
    high: float = 10_000,
    *,
    low: float = 0,
    protected: bool = False,
    required: bool = False,
) -> Column:
    return Column(name, "count", low=low, high=high, protected=protected, required=required)


def past(name: str, *, required: bool = False, protected: bool = False) -> Column:
    """Days before the application: zero or negative."""
    return Column(name, "days", low=-CENTURY, high=0, required=required, protected=protected)


def anytime(name: str, *, sentinel: int | None = None) -> Column:
    """Days from the application, past or future."""
    return Column(name, "days", low=-CENTURY, high=CENTURY, sentinel=sentinel)


def month(name: str) -> Column:
    return Column(name, "months", low=-1_200, high=0, required=True)


def money(name: str, *, low: float = 0, high: float = BILLION, required: bool = False) -> Column:
    return Column(name, "money", low=low, high=high, required=required)


def score(name: str, *, low: float = 0, high: float = 1, protected: bool = False) -> Column:
    return Column(name, "score", low=low, high=high, protected=protected)


WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
COMPANIONS = (
    "Unaccompanied",
    "Family",
    "Spouse, partner",
    "Children",
    "Group of people",
    "Other_A",
    "Other_B",
)
HOUSING_MEASURES = (
    "APARTMENTS",
    "BASEMENTAREA",
    "YEARS_BEGINEXPLUATATION",
    "YEARS_BUILD",
    "COMMONAREA",
    "ELEVATORS",
    "ENTRANCES",
    "FLOORSMAX",
    "FLOORSMIN",
    "LANDAREA",
    "LIVINGAPARTMENTS",
    "LIVINGAREA",
    "NONLIVINGAPARTMENTS",
    "NONLIVINGAREA",
)
HOUSING_STATISTICS = ("AVG", "MODE", "MEDI")


def measure_of(column: str) -> str:
    """What a column measures: the same for the three statistics of one measure of a building."""
    stem, _, statistic = column.rpartition("_")
    return stem if statistic in HOUSING_STATISTICS and stem in HOUSING_MEASURES else column


DOCUMENTS = tuple(f"FLAG_DOCUMENT_{number}" for number in range(2, 22))
ENQUIRIES = tuple(
    f"AMT_REQ_CREDIT_BUREAU_{window}" for window in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")
)
OCCUPATIONS = (
    "Laborers",
    "Sales staff",
    "Core staff",
    "Managers",
    "Drivers",
    "High skill tech staff",
    "Accountants",
    "Medicine staff",
    "Security staff",
    "Cooking staff",
    "Cleaning staff",
    "Private service staff",
    "Low-skill Laborers",
    "Waiters/barmen staff",
    "Secretaries",
    "Realty agents",
    "HR staff",
    "IT staff",
)
ORGANIZATIONS = (
    "Advertising",
    "Agriculture",
    "Bank",
    "Business Entity Type 1",
    "Business Entity Type 2",
    "Business Entity Type 3",
    "Cleaning",
    "Construction",
    "Culture",
    "Electricity",
    "Emergency",
    "Government",
    "Hotel",
    "Housing",
    "Industry: type 1",
    "Industry: type 2",
    "Industry: type 3",
    "Industry: type 4",
    "Industry: type 5",
    "Industry: type 6",
    "Industry: type 7",
    "Industry: type 8",
    "Industry: type 9",
    "Industry: type 10",
    "Industry: type 11",
    "Industry: type 12",
    "Industry: type 13",
    "Insurance",
    "Kindergarten",
    "Legal Services",
    "Medicine",
    "Military",
    "Mobile",
    "Other",
    "Police",
    "Postal",
    "Realtor",
    "Restaurant",
    "School",
    "Security",
    "Security Ministries",
    "Self-employed",
    "Services",
    "Telecom",
    "Trade: type 1",
    "Trade: type 2",
    "Trade: type 3",
    "Trade: type 4",
    "Trade: type 5",
    "Trade: type 6",
    "Trade: type 7",
    "Transport: type 1",
    "Transport: type 2",
    "Transport: type 3",
    "Transport: type 4",
    "University",
)

APPLICATION_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_CURR"),
    Column("TARGET", "target", low=0, high=1),
    category("NAME_CONTRACT_TYPE", "Cash loans", "Revolving loans", required=True),
    category("CODE_GENDER", "F", "M", protected=True),
    yesno("FLAG_OWN_CAR"),
    yesno("FLAG_OWN_REALTY"),
    count("CNT_CHILDREN", 100, protected=True),
    money("AMT_INCOME_TOTAL", required=True),
    money("AMT_CREDIT", high=TEN_MILLION * 10, required=True),
    money("AMT_ANNUITY", high=TEN_MILLION),
    money("AMT_GOODS_PRICE", high=TEN_MILLION * 10),
    category("NAME_TYPE_SUITE", *COMPANIONS, protected=True),
    category(
        "NAME_INCOME_TYPE",
        "Working",
        "Commercial associate",
        "Pensioner",
        "State servant",
        "Unemployed",
        "Student",
        "Businessman",
        merged=(("Maternity leave", "Working"),),
    ),
    category(
        "NAME_EDUCATION_TYPE",
        "Lower secondary",
        "Secondary / secondary special",
        "Incomplete higher",
        "Higher education",
        "Academic degree",
    ),
    category(
        "NAME_FAMILY_STATUS",
        "Married",
        "Single / not married",
        "Civil marriage",
        "Separated",
        "Widow",
        null_words=("XNA", "Unknown"),
        protected=True,
    ),
    category(
        "NAME_HOUSING_TYPE",
        "House / apartment",
        "With parents",
        "Municipal apartment",
        "Rented apartment",
        "Office apartment",
        "Co-op apartment",
    ),
    score("REGION_POPULATION_RELATIVE", protected=True),
    past("DAYS_BIRTH", required=True),
    Column("DAYS_EMPLOYED", "days", low=-CENTURY, high=0, sentinel=NEVER),
    past("DAYS_REGISTRATION"),
    past("DAYS_ID_PUBLISH"),
    count("OWN_CAR_AGE", 150),
    flag("FLAG_MOBIL"),
    flag("FLAG_EMP_PHONE"),
    flag("FLAG_WORK_PHONE"),
    flag("FLAG_CONT_MOBILE"),
    flag("FLAG_PHONE"),
    flag("FLAG_EMAIL"),
    category("OCCUPATION_TYPE", *OCCUPATIONS),
    count("CNT_FAM_MEMBERS", 100, protected=True),
    count("REGION_RATING_CLIENT", 9, protected=True),
    count("REGION_RATING_CLIENT_W_CITY", 9, low=-1, protected=True),
    category("WEEKDAY_APPR_PROCESS_START", *WEEKDAYS, protected=True),
    count("HOUR_APPR_PROCESS_START", 23, protected=True),
    flag("REG_REGION_NOT_LIVE_REGION", protected=True),
    flag("REG_REGION_NOT_WORK_REGION", protected=True),
    flag("LIVE_REGION_NOT_WORK_REGION", protected=True),
    flag("REG_CITY_NOT_LIVE_CITY", protected=True),
    flag("REG_CITY_NOT_WORK_CITY", protected=True),
    flag("LIVE_CITY_NOT_WORK_CITY", protected=True),
    category("ORGANIZATION_TYPE", *ORGANIZATIONS, merged=(("Religion", "Other"),)),
    score("EXT_SOURCE_1"),
    score("EXT_SOURCE_2"),
    score("EXT_SOURCE_3"),
    *(
        score(f"{measure}_{statistic}")
        for statistic in HOUSING_STATISTICS
        for measure in HOUSING_MEASURES
    ),
    category(
        "FONDKAPREMONT_MODE",
        "reg oper account",
        "reg oper spec account",
        "org spec account",
        "not specified",
    ),
    category("HOUSETYPE_MODE", "block of flats", "specific housing", "terraced house"),
    score("TOTALAREA_MODE"),
    category(
        "WALLSMATERIAL_MODE",
        "Panel",
        "Stone, brick",
        "Block",
        "Wooden",
        "Mixed",
        "Monolithic",
        "Others",
    ),
    category("EMERGENCYSTATE_MODE", "No", "Yes"),
    count("OBS_30_CNT_SOCIAL_CIRCLE", protected=True),
    count("DEF_30_CNT_SOCIAL_CIRCLE", protected=True),
    count("OBS_60_CNT_SOCIAL_CIRCLE", protected=True),
    count("DEF_60_CNT_SOCIAL_CIRCLE", protected=True),
    past("DAYS_LAST_PHONE_CHANGE", protected=True),
    *(flag(document) for document in DOCUMENTS),
    *(count(window) for window in ENQUIRIES),
)

BUREAU_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_CURR"),
    ident("SK_ID_BUREAU"),
    category("CREDIT_ACTIVE", "Closed", "Active", "Sold", "Bad debt", required=True),
    category("CREDIT_CURRENCY", "currency 1", "currency 2", "currency 3", "currency 4"),
    past("DAYS_CREDIT", required=True),
    count("CREDIT_DAY_OVERDUE", CENTURY),
    anytime("DAYS_CREDIT_ENDDATE"),
    past("DAYS_ENDDATE_FACT"),
    money("AMT_CREDIT_MAX_OVERDUE"),
    count("CNT_CREDIT_PROLONG", 1_000),
    money("AMT_CREDIT_SUM"),
    money("AMT_CREDIT_SUM_DEBT", low=-BILLION),
    money("AMT_CREDIT_SUM_LIMIT", low=-BILLION),
    money("AMT_CREDIT_SUM_OVERDUE"),
    category(
        "CREDIT_TYPE",
        "Consumer credit",
        "Credit card",
        "Car loan",
        "Mortgage",
        "Microloan",
        "Loan for business development",
        "Another type of loan",
        "Unknown type of loan",
        "Loan for working capital replenishment",
        "Cash loan (non-earmarked)",
        "Real estate loan",
        "Loan for the purchase of equipment",
        "Loan for purchase of shares (margin lending)",
        "Mobile operator loan",
        "Interbank credit",
    ),
    anytime("DAYS_CREDIT_UPDATE"),
    money("AMT_ANNUITY"),
)

BUREAU_BALANCE_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_BUREAU"),
    month("MONTHS_BALANCE"),
    category("STATUS", "C", "0", "X", "1", "2", "3", "4", "5", required=True),
)

PREVIOUS_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_PREV"),
    ident("SK_ID_CURR"),
    category("NAME_CONTRACT_TYPE", "Cash loans", "Consumer loans", "Revolving loans"),
    money("AMT_ANNUITY", high=TEN_MILLION),
    money("AMT_APPLICATION", high=TEN_MILLION * 10),
    money("AMT_CREDIT", high=TEN_MILLION * 10),
    money("AMT_DOWN_PAYMENT", low=-1, high=TEN_MILLION * 10),
    money("AMT_GOODS_PRICE", high=TEN_MILLION * 10),
    category("WEEKDAY_APPR_PROCESS_START", *WEEKDAYS, protected=True),
    count("HOUR_APPR_PROCESS_START", 23, protected=True),
    yesno("FLAG_LAST_APPL_PER_CONTRACT"),
    flag("NFLAG_LAST_APPL_IN_DAY"),
    Column("RATE_DOWN_PAYMENT", "rate", low=-1, high=100),
    Column("RATE_INTEREST_PRIMARY", "rate", low=0, high=100),
    Column("RATE_INTEREST_PRIVILEGED", "rate", low=0, high=100),
    category(
        "NAME_CASH_LOAN_PURPOSE",
        "XAP",
        "Repairs",
        "Other",
        "Urgent needs",
        "Buying a used car",
        "Building a house or an annex",
        "Everyday expenses",
        "Medicine",
        "Payments on other loans",
        "Education",
        "Journey",
        "Purchase of electronic equipment",
        "Buying a new car",
        "Wedding / gift / holiday",
        "Buying a home",
        "Car repairs",
        "Furniture",
        "Buying a holiday home / land",
        "Business development",
        "Gasification / water supply",
        "Buying a garage",
        "Hobby",
        "Money for a third person",
        "Refusal to name the goal",
    ),
    category(
        "NAME_CONTRACT_STATUS", "Approved", "Canceled", "Refused", "Unused offer", required=True
    ),
    past("DAYS_DECISION", required=True),
    category(
        "NAME_PAYMENT_TYPE",
        "Cash through the bank",
        "Non-cash from your account",
        "Cashless from the account of the employer",
    ),
    category(
        "CODE_REJECT_REASON", "XAP", "HC", "LIMIT", "SCO", "CLIENT", "SCOFR", "VERIF", "SYSTEM"
    ),
    category("NAME_TYPE_SUITE", *COMPANIONS, protected=True),
    category("NAME_CLIENT_TYPE", "New", "Refreshed", "Repeater"),
    category(
        "NAME_GOODS_CATEGORY",
        "Mobile",
        "Consumer Electronics",
        "Computers",
        "Audio/Video",
        "Furniture",
        "Photo / Cinema Equipment",
        "Construction Materials",
        "Clothing and Accessories",
        "Auto Accessories",
        "Jewelry",
        "Homewares",
        "Medical Supplies",
        "Vehicles",
        "Sport and Leisure",
        "Gardening",
        "Other",
        "Office Appliances",
        "Tourism",
        "Medicine",
        "Direct Sales",
        "Fitness",
        "Additional Service",
        "Education",
        "Weapon",
        "Insurance",
        "House Construction",
        "Animals",
    ),
    category("NAME_PORTFOLIO", "POS", "Cash", "Cards", "Cars"),
    category("NAME_PRODUCT_TYPE", "x-sell", "walk-in"),
    category(
        "CHANNEL_TYPE",
        "Credit and cash offices",
        "Country-wide",
        "Stone",
        "Regional / Local",
        "Contact center",
        "AP+ (Cash loan)",
        "Channel of corporate sales",
        "Car dealer",
    ),
    count("SELLERPLACE_AREA", 100_000_000, low=-1),
    category(
        "NAME_SELLER_INDUSTRY",
        "Consumer electronics",
        "Connectivity",
        "Furniture",
        "Construction",
        "Clothing",
        "Industry",
        "Auto technology",
        "Jewelry",
        "MLM partners",
        "Tourism",
    ),
    count("CNT_PAYMENT", 1_000),
    category("NAME_YIELD_GROUP", "low_action", "low_normal", "middle", "high"),
    category(
        "PRODUCT_COMBINATION",
        "Cash",
        "POS household with interest",
        "POS mobile with interest",
        "Cash X-Sell: middle",
        "Cash X-Sell: low",
        "Card Street",
        "POS industry with interest",
        "POS household without interest",
        "Card X-Sell",
        "Cash Street: high",
        "Cash X-Sell: high",
        "Cash Street: middle",
        "Cash Street: low",
        "POS mobile without interest",
        "POS other with interest",
        "POS industry without interest",
        "POS others without interest",
    ),
    anytime("DAYS_FIRST_DRAWING", sentinel=NEVER),
    anytime("DAYS_FIRST_DUE", sentinel=NEVER),
    anytime("DAYS_LAST_DUE_1ST_VERSION", sentinel=NEVER),
    anytime("DAYS_LAST_DUE", sentinel=NEVER),
    anytime("DAYS_TERMINATION", sentinel=NEVER),
    flag("NFLAG_INSURED_ON_APPROVAL"),
)

CONTRACT_STATES = (
    "Active",
    "Completed",
    "Signed",
    "Demand",
    "Returned to the store",
    "Approved",
    "Amortized debt",
    "Canceled",
)

POS_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_PREV"),
    ident("SK_ID_CURR"),
    month("MONTHS_BALANCE"),
    count("CNT_INSTALMENT", 1_000),
    count("CNT_INSTALMENT_FUTURE", 1_000),
    category("NAME_CONTRACT_STATUS", *CONTRACT_STATES),
    count("SK_DPD", CENTURY),
    count("SK_DPD_DEF", CENTURY),
)

INSTALMENT_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_PREV"),
    ident("SK_ID_CURR"),
    count("NUM_INSTALMENT_VERSION"),
    count("NUM_INSTALMENT_NUMBER"),
    past("DAYS_INSTALMENT", required=True),
    past("DAYS_ENTRY_PAYMENT"),
    money("AMT_INSTALMENT", high=TEN_MILLION * 10),
    money("AMT_PAYMENT", high=TEN_MILLION * 10),
)


def card_money(name: str) -> Column:
    return money(name, low=-TEN_MILLION, high=TEN_MILLION)


CARD_COLUMNS: tuple[Column, ...] = (
    ident("SK_ID_PREV"),
    ident("SK_ID_CURR"),
    month("MONTHS_BALANCE"),
    card_money("AMT_BALANCE"),
    money("AMT_CREDIT_LIMIT_ACTUAL", high=TEN_MILLION),
    card_money("AMT_DRAWINGS_ATM_CURRENT"),
    card_money("AMT_DRAWINGS_CURRENT"),
    card_money("AMT_DRAWINGS_OTHER_CURRENT"),
    card_money("AMT_DRAWINGS_POS_CURRENT"),
    card_money("AMT_INST_MIN_REGULARITY"),
    card_money("AMT_PAYMENT_CURRENT"),
    card_money("AMT_PAYMENT_TOTAL_CURRENT"),
    card_money("AMT_RECEIVABLE_PRINCIPAL"),
    card_money("AMT_RECIVABLE"),
    card_money("AMT_TOTAL_RECEIVABLE"),
    count("CNT_DRAWINGS_ATM_CURRENT"),
    count("CNT_DRAWINGS_CURRENT"),
    count("CNT_DRAWINGS_OTHER_CURRENT"),
    count("CNT_DRAWINGS_POS_CURRENT"),
    count("CNT_INSTALMENT_MATURE_CUM"),
    category(
        "NAME_CONTRACT_STATUS",
        "Active",
        "Completed",
        "Signed",
        "Demand",
        "Sent proposal",
        "Refused",
        "Approved",
    ),
    count("SK_DPD", CENTURY),
    count("SK_DPD_DEF", CENTURY),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "application",
            APPLICATION_COLUMNS,
            key=("SK_ID_CURR",),
            files=("application_train", "application_test"),
        ),
        Table(
            "bureau",
            BUREAU_COLUMNS,
            key=("SK_ID_BUREAU",),
            parent="application",
            parent_key="SK_ID_CURR",
            order_by=("DAYS_CREDIT", "SK_ID_BUREAU"),
            orphans_allowed=0.05,
            files=("bureau",),
        ),
        Table(
            "bureau_balance",
            BUREAU_BALANCE_COLUMNS,
            key=("SK_ID_BUREAU", "MONTHS_BALANCE"),
            parent="bureau",
            parent_key="SK_ID_BUREAU",
            order_by=("MONTHS_BALANCE",),
            orphans_allowed=0.5,
            files=("bureau_balance",),
        ),
        Table(
            "previous_application",
            PREVIOUS_COLUMNS,
            key=("SK_ID_PREV",),
            parent="application",
            parent_key="SK_ID_CURR",
            order_by=("DAYS_DECISION", "SK_ID_PREV"),
            orphans_allowed=0.05,
            files=("previous_application",),
        ),
        Table(
            "POS_CASH_balance",
            POS_COLUMNS,
            key=("SK_ID_PREV", "MONTHS_BALANCE"),
            parent="previous_application",
            parent_key="SK_ID_PREV",
            order_by=("MONTHS_BALANCE", "SK_ID_PREV"),
            orphans_allowed=0.25,
            files=("POS_CASH_balance",),
        ),
        Table(
            "installments_payments",
            INSTALMENT_COLUMNS,
            key=(),
            parent="previous_application",
            parent_key="SK_ID_PREV",
            order_by=(
                "DAYS_INSTALMENT",
                "SK_ID_PREV",
                "NUM_INSTALMENT_VERSION",
                "NUM_INSTALMENT_NUMBER",
                "DAYS_ENTRY_PAYMENT",
                "AMT_PAYMENT",
                "AMT_INSTALMENT",
            ),
            orphans_allowed=0.25,
            files=("installments_payments",),
        ),
        Table(
            "credit_card_balance",
            CARD_COLUMNS,
            key=("SK_ID_PREV", "MONTHS_BALANCE"),
            parent="previous_application",
            parent_key="SK_ID_PREV",
            order_by=("MONTHS_BALANCE", "SK_ID_PREV"),
            orphans_allowed=0.60,
            files=("credit_card_balance",),
        ),
    )
}
HISTORY_TABLES: tuple[str, ...] = tuple(name for name in TABLES if name != APPLICATION)


def protected_columns() -> frozenset[tuple[str, str]]:
    """Table and column of every fact that is kept out of the model by default."""
    return frozenset(
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.protected
    )

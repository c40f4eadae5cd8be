"""Why a lender looks at each feature: one line a source column or quantity, for validators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from clairscore.data.schema import DOCUMENTS, HOUSING_MEASURES, HOUSING_STATISTICS
from clairscore.errors import BadSetting
from clairscore.features.spec import Feature

AUDIT_ONLY = "Kept to measure fairness, left out of every model by default: "

APPLICATION: Mapping[str, str] = {
    "NAME_CONTRACT_TYPE": "A revolving limit and a fixed loan are repaid in different ways.",
    "CODE_GENDER": AUDIT_ONLY + "sex.",
    "FLAG_OWN_CAR": "A car is an asset, and a charge.",
    "FLAG_OWN_REALTY": "A home of one's own is an asset and a sign of stability.",
    "CNT_CHILDREN": AUDIT_ONLY + "children; residual income alone counts them.",
    "AMT_INCOME_TOTAL": "Income is what instalments are paid from.",
    "AMT_CREDIT": "The more is borrowed, the more there is to repay.",
    "AMT_ANNUITY": "The instalment is the burden that the client carries each period.",
    "AMT_GOODS_PRICE": "The price of the goods says what the loan is worth to the client.",
    "NAME_TYPE_SUITE": AUDIT_ONLY + "who came along.",
    "NAME_INCOME_TYPE": "Some sources of income are steadier than others.",
    "NAME_EDUCATION_TYPE": "Education goes with the stability of employment.",
    "NAME_FAMILY_STATUS": AUDIT_ONLY + "family status.",
    "NAME_HOUSING_TYPE": "Housing says what charges come before the instalment.",
    "REGION_POPULATION_RELATIVE": AUDIT_ONLY + "population of the region.",
    "DAYS_BIRTH": "Age goes with the length of a financial life; the policy may leave it out.",
    "DAYS_EMPLOYED": "The longer in the job, the steadier the income.",
    "DAYS_REGISTRATION": "A recent change of registration may mean an unsettled situation.",
    "DAYS_ID_PUBLISH": "A recently renewed identity document may mean a change of situation.",
    "OWN_CAR_AGE": "The age of the car tells its worth.",
    "FLAG_MOBIL": "A client who can be reached can be reminded before a delay grows.",
    "FLAG_EMP_PHONE": "An employer's number lets employment be verified.",
    "FLAG_WORK_PHONE": "A number at work lets employment be verified.",
    "FLAG_CONT_MOBILE": "A mobile that answers lets the client be reminded.",
    "FLAG_PHONE": "A landline is one more way to reach the client.",
    "FLAG_EMAIL": "An e-mail address is one more way to reach the client.",
    "OCCUPATION_TYPE": "Occupations differ in the risk of losing income.",
    "CNT_FAM_MEMBERS": AUDIT_ONLY + "household size; residual income alone counts it.",
    "REGION_RATING_CLIENT": AUDIT_ONLY + "rating of the region.",
    "REGION_RATING_CLIENT_W_CITY": AUDIT_ONLY + "rating of the region and city.",
    "WEEKDAY_APPR_PROCESS_START": AUDIT_ONLY + "weekday of the application.",
    "HOUR_APPR_PROCESS_START": AUDIT_ONLY + "hour of the application.",
    "REG_REGION_NOT_LIVE_REGION": AUDIT_ONLY + "official and contact address in two regions.",
    "REG_REGION_NOT_WORK_REGION": AUDIT_ONLY + "official address and work in two regions.",
    "LIVE_REGION_NOT_WORK_REGION": AUDIT_ONLY + "contact address and work in two regions.",
    "REG_CITY_NOT_LIVE_CITY": AUDIT_ONLY + "official and contact address in two cities.",
    "REG_CITY_NOT_WORK_CITY": AUDIT_ONLY + "official address and work in two cities.",
    "LIVE_CITY_NOT_WORK_CITY": AUDIT_ONLY + "contact address and work in two cities.",
    "ORGANIZATION_TYPE": "Sectors differ in how steady their jobs are.",
    "EXT_SOURCE_1": "A first outside provider's view of the client's credit standing.",
    "EXT_SOURCE_2": "A second outside provider's view of the client's credit standing.",
    "EXT_SOURCE_3": "A third outside provider's view of the client's credit standing.",
    "FONDKAPREMONT_MODE": "Who pays for the building's repairs bears on future charges.",
    "HOUSETYPE_MODE": "The type of building speaks of the standard of housing.",
    "TOTALAREA_MODE": "The area of the building speaks of the standard of housing.",
    "WALLSMATERIAL_MODE": "The material of the walls speaks of the standard of housing.",
    "EMERGENCYSTATE_MODE": "A building in a state of emergency announces costs.",
    "OBS_30_CNT_SOCIAL_CIRCLE": AUDIT_ONLY + "acquaintances observed for 30 days of delay.",
    "DEF_30_CNT_SOCIAL_CIRCLE": AUDIT_ONLY + "acquaintances 30 days late.",
    "OBS_60_CNT_SOCIAL_CIRCLE": AUDIT_ONLY + "acquaintances observed for 60 days of delay.",
    "DEF_60_CNT_SOCIAL_CIRCLE": AUDIT_ONLY + "acquaintances 60 days late.",
    "DAYS_LAST_PHONE_CHANGE": AUDIT_ONLY + "last change of telephone.",
    "AMT_REQ_CREDIT_BUREAU_HOUR": "Enquiries within the hour show other applications under way.",
    "AMT_REQ_CREDIT_BUREAU_DAY": "Enquiries within the day show other applications under way.",
    "AMT_REQ_CREDIT_BUREAU_WEEK": "Enquiries within the week show a search for credit.",
    "AMT_REQ_CREDIT_BUREAU_MON": "Enquiries within the month show a search for credit.",
    "AMT_REQ_CREDIT_BUREAU_QRT": "Enquiries within the quarter show a need for credit.",
    "AMT_REQ_CREDIT_BUREAU_YEAR": "Enquiries within the year show a lasting need for credit.",
    "ext_source_mean": "What the outside providers say on the whole.",
    "ext_source_weighted": "What the outside providers say, the stronger ones counting more.",
    "ext_source_product": "High only where every outside provider is favourable.",
    "ext_source_min": "The least favourable outside view.",
    "ext_source_max": "The most favourable outside view.",
    "ext_source_var": "How far the outside providers disagree.",
    "ext_source_2_times_3": "High only where both of the strongest providers are favourable.",
    "ext_source_count": "How many outside providers know the client at all.",
    "credit_to_annuity": "How many instalments repay the loan: a short one is a heavier burden.",
    "credit_to_goods": "Borrowing above the price of the goods finances charges or cash.",
    "annuity_to_income": "The share of income that the instalment takes.",
    "credit_to_income": "The size of the debt against what repays it.",
    "employed_to_birth": "How much of the client's life the current job has lasted.",
    "registration_to_birth": "How much of the client's life the registration has stood.",
    "id_publish_to_birth": "How much of the client's life the identity document has stood.",
    "car_to_birth": "The age of the car against the client's.",
    "car_to_employed": "The age of the car against the time in the job.",
    "income_per_person": "What each person of the household has to live on.",
    "children_to_family": "The share of the household that does not earn.",
    "phone_change_to_birth": "How much of the client's life the telephone number has stood.",
    "documents_given": "A complete file can be verified.",
    "contacts_given": "The more ways to reach the client, the sooner a delay is settled.",
    "enquiries": "Many enquiries show a pressing search for credit.",
    "housing_known": "How well the client's building is documented.",
    "housing_mean": "The standard of the client's building on the whole.",
}

BUREAU: Mapping[str, str] = {
    "rows": "How many credits elsewhere the client has, runs, or took lately.",
    "DAYS_CREDIT": "When credit was taken elsewhere: recent borrowing weighs on the budget.",
    "DAYS_CREDIT_ENDDATE": "How long the debts elsewhere still run.",
    "DAYS_CREDIT_UPDATE": "How fresh the news from other lenders is.",
    "CREDIT_DAY_OVERDUE": "A credit overdue elsewhere today is a delay in the making here.",
    "AMT_CREDIT_MAX_OVERDUE": "The worst arrears elsewhere show how far things once went.",
    "AMT_CREDIT_SUM": "How much other lenders have trusted the client with.",
    "AMT_CREDIT_SUM_DEBT": "What is still owed elsewhere competes with this loan.",
    "AMT_CREDIT_SUM_OVERDUE": "What is overdue elsewhere comes before this loan.",
    "AMT_CREDIT_SUM_LIMIT": "Card limits elsewhere are debt that can be drawn at any time.",
    "AMT_ANNUITY": "Instalments elsewhere take their share of income.",
    "CNT_CREDIT_PROLONG": "A prolonged credit was one that could not be repaid in time.",
    "first_month": "How far back the record elsewhere goes.",
    "last_month": "How recent the record elsewhere is.",
    "months_known": "How much record there is to judge by.",
    "worst_status": "The worst delay ever recorded elsewhere.",
    "months_late": "How often the client was late elsewhere.",
    "CREDIT_ACTIVE": "Running, closed, sold and bad debts are different records.",
    "CREDIT_CURRENCY": "Debt in another currency carries its exchange risk.",
    "CREDIT_TYPE": "A mortgage and a microloan speak of different situations.",
    "months_c": "How much of the record stands on credits paid off.",
    "months_0": "How much of the record elsewhere is up to date.",
    "months_x": "How much of the record elsewhere is not known.",
    "months_1": "How often up to a month late elsewhere.",
    "months_2": "How often one to two months late elsewhere.",
    "months_3": "How often two to three months late elsewhere.",
    "months_4": "How often three to four months late elsewhere.",
    "months_5": "How often more than four months late, or written off, elsewhere.",
    "DAYS_ENDDATE_FACT": "When credits elsewhere were in fact closed.",
    "duration": "For how long other lenders have committed themselves.",
    "debt_share": "How much of what was borrowed elsewhere is still owed.",
    "overdue_share": "How much of the debt elsewhere is overdue.",
}

PREVIOUS: Mapping[str, str] = {
    "rows": "How often the client applied here, was granted or refused.",
    "AMT_ANNUITY": "The instalments that the client took on here before.",
    "AMT_APPLICATION": "The amounts that the client asked for before.",
    "AMT_CREDIT": "The amounts that were lent here before.",
    "asked_to_credit": "A request cut down, or topped up by charges, tells how it was judged.",
    "AMT_DOWN_PAYMENT": "A down payment shows savings and commitment.",
    "AMT_GOODS_PRICE": "What earlier loans paid for.",
    "HOUR_APPR_PROCESS_START": AUDIT_ONLY + "hour of earlier applications.",
    "RATE_DOWN_PAYMENT": "The share paid down shows savings and commitment.",
    "DAYS_DECISION": "How recent the earlier applications are.",
    "CNT_PAYMENT": "The terms that the client chose before.",
    "NAME_CONTRACT_TYPE": "Cash, consumer and revolving loans are different needs.",
    "WEEKDAY_APPR_PROCESS_START": AUDIT_ONLY + "weekday of earlier applications.",
    "FLAG_LAST_APPL_PER_CONTRACT": "Tells a last application from one replaced by another.",
    "NAME_CASH_LOAN_PURPOSE": "What cash was wanted for tells need from project.",
    "NAME_CONTRACT_STATUS": "How earlier applications ended.",
    "NAME_PAYMENT_TYPE": "How earlier loans were paid: a standing order forgets less.",
    "CODE_REJECT_REASON": "Why earlier applications were refused.",
    "NAME_TYPE_SUITE": AUDIT_ONLY + "who came along to earlier applications.",
    "NAME_CLIENT_TYPE": "New, refreshed or returning: how long we have known the client.",
    "NAME_GOODS_CATEGORY": "What was bought on credit tells lasting goods from consumption.",
    "NAME_PORTFOLIO": "The line of business that earlier loans belonged to.",
    "NAME_PRODUCT_TYPE": "Whether the client came by himself or was offered a further loan.",
    "CHANNEL_TYPE": "Channels differ in whom they bring.",
    "NAME_SELLER_INDUSTRY": "Sellers' industries differ in what is bought on credit.",
    "NAME_YIELD_GROUP": "The rate asked before tells how the risk was seen then.",
    "PRODUCT_COMBINATION": "The product, in detail, that was granted before.",
    "NFLAG_LAST_APPL_IN_DAY": "Several applications in one day show urgency.",
    "NFLAG_INSURED_ON_APPROVAL": "An insured loan is protected against loss of income.",
    "RATE_INTEREST_PRIMARY": "The rate that the client accepted before.",
    "RATE_INTEREST_PRIVILEGED": "A privileged rate was given to a good risk.",
    "SELLERPLACE_AREA": "The size of the shop tells one kind of sale from another.",
    "DAYS_FIRST_DRAWING": "When a card was first drawn on.",
    "DAYS_FIRST_DUE": "When repayment of earlier loans began.",
    "DAYS_LAST_DUE_1ST_VERSION": "When earlier loans were first meant to end.",
    "DAYS_LAST_DUE": "When earlier loans were last due: still running, or long repaid.",
    "DAYS_TERMINATION": "When earlier loans ended.",
    "total_cost": "What earlier loans cost in all against what they lent.",
    "ended_early": "A loan repaid ahead of its plan shows room in the budget.",
}

POS: Mapping[str, str] = {
    "rows": "How long a monthly record there is, and how much of it is late.",
    "MONTHS_BALANCE": "How far back and how recent the monthly record is.",
    "SK_DPD": "Days past due on earlier loans, small amounts included.",
    "SK_DPD_DEF": "Days past due on earlier loans, small amounts left out.",
    "CNT_INSTALMENT": "The terms of earlier loans.",
    "CNT_INSTALMENT_FUTURE": "How much of earlier loans is still to repay.",
    "NAME_CONTRACT_STATUS": "How earlier loans run or ended.",
}

INSTALMENTS: Mapping[str, str] = {
    "rows": "How many payments there are to judge by, and how many were late or partial.",
    "NUM_INSTALMENT_VERSION": "A plan changed often was one that did not hold.",
    "NUM_INSTALMENT_NUMBER": "How far into its loans the client has paid.",
    "DAYS_INSTALMENT": "How long ago an instalment was last paid late or in part.",
    "days_late": "Paying late before is the first sign of paying late again.",
    "days_early": "Paying early shows room in the budget.",
    "paid_share": "Instalments paid in part show a budget that did not suffice.",
    "shortfall": "What was left unpaid, in money.",
    "AMT_INSTALMENT": "The burden that the client has carried before.",
    "AMT_PAYMENT": "What the client has in fact paid before.",
    "DAYS_ENTRY_PAYMENT": "How recent the payments are.",
}

CARD: Mapping[str, str] = {
    "rows": "How long a record of card use there is.",
    "MONTHS_BALANCE": "How far back and how recent the card's record is.",
    "AMT_BALANCE": "What is owed on the card.",
    "AMT_CREDIT_LIMIT_ACTUAL": "How much the card may be drawn on.",
    "AMT_DRAWINGS_ATM_CURRENT": "Cash drawn on credit often meets a shortage.",
    "AMT_DRAWINGS_CURRENT": "How much is drawn on the card each month.",
    "AMT_DRAWINGS_OTHER_CURRENT": "Drawings other than cash and purchases.",
    "AMT_DRAWINGS_POS_CURRENT": "Purchases made with the card.",
    "AMT_INST_MIN_REGULARITY": "The least that has to be repaid each month.",
    "AMT_PAYMENT_CURRENT": "What is repaid on the card each month.",
    "AMT_PAYMENT_TOTAL_CURRENT": "What is repaid on the card each month, in all.",
    "AMT_RECEIVABLE_PRINCIPAL": "The part of the card's debt that was drawn.",
    "AMT_RECIVABLE": "The card's debt, charges included.",
    "AMT_TOTAL_RECEIVABLE": "The card's debt in all.",
    "CNT_DRAWINGS_ATM_CURRENT": "How often cash is drawn on credit.",
    "CNT_DRAWINGS_CURRENT": "How often the card is used.",
    "CNT_DRAWINGS_OTHER_CURRENT": "How often the card is used in other ways.",
    "CNT_DRAWINGS_POS_CURRENT": "How often the card pays for purchases.",
    "CNT_INSTALMENT_MATURE_CUM": "How many of the card's instalments have been paid.",
    "SK_DPD": "Days past due on the card, small amounts included.",
    "SK_DPD_DEF": "Days past due on the card, small amounts left out.",
    "NAME_CONTRACT_STATUS": "Whether the card runs, ended or was called in.",
    "utilisation": "A card near its limit leaves no reserve.",
    "cash_share": "A card used for cash stands in for missing income.",
    "repaid_share": "Repaying more than the least due shows room in the budget.",
}

BUILDING = {
    f"{measure}_{statistic}": "A measure of the building, which speaks of the standard of housing."
    for statistic in HOUSING_STATISTICS
    for measure in HOUSING_MEASURES
}
PAPERS = dict.fromkeys(DOCUMENTS, "A supporting document given lets the file be verified.")

PURPOSES: Mapping[str, Mapping[str, str]] = {
    "application": {**APPLICATION, **BUILDING, **PAPERS},
    "bureau": BUREAU,
    "previous_application": PREVIOUS,
    "POS_CASH_balance": POS,
    "installments_payments": INSTALMENTS,
    "credit_card_balance": CARD,
}
"""Purpose by source table, then by the column or quantity that a feature is made of."""


def purpose_of(feature: Feature) -> str:
    """Why a lender looks at it, in one line; empty where nobody has said so."""
    return feature.purpose or PURPOSES.get(feature.source, {}).get(feature.column, "")


def with_purposes(features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The features, each with its purpose; BadSetting naming those that have none."""
    told = tuple(replace(feature, purpose=purpose_of(feature)) for feature in features)
    silent = [feature.name for feature in told if not feature.purpose]
    if silent:
        raise BadSetting(
            f"{len(silent)} features have no purpose: {', '.join(silent)}; expected one line for"
            " each column and quantity; add it in clairscore/features/purposes.py"
        )
    return told

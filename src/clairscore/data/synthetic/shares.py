"""Shares of words in the public data: aggregates only, rounded to four decimals."""

from __future__ import annotations

from collections.abc import Mapping

Shares = Mapping[str, float]


INCOME_TYPES: Shares = {
    "Working": 0.6325,
    "Commercial associate": 0.2825,
    "State servant": 0.0848,
    "Businessman": 0.0000,
    "Maternity leave": 0.0000,
    "Student": 0.0001,
}

COMPANION: Shares = {
    "Unaccompanied": 0.8084,
    "Family": 0.1306,
    "Spouse, partner": 0.0377,
    "Children": 0.0102,
    "Other_B": 0.0056,
    "Other_A": 0.0025,
    "Group of people": 0.0010,
    "": 0.0040,
}

HOUSING: Shares = {
    "House / apartment": 0.8850,
    "With parents": 0.0496,
    "Municipal apartment": 0.0370,
    "Rented apartment": 0.0165,
    "Office apartment": 0.0084,
    "Co-op apartment": 0.0035,
}

WEEKDAY: Shares = {
    "TUESDAY": 0.1734,
    "WEDNESDAY": 0.1687,
    "MONDAY": 0.1662,
    "FRIDAY": 0.1660,
    "THURSDAY": 0.1607,
    "SATURDAY": 0.1112,
    "SUNDAY": 0.0538,
}

OCCUPATION: Shares = {
    "Laborers": 0.1795,
    "Sales staff": 0.1067,
    "Core staff": 0.0892,
    "Managers": 0.0694,
    "Drivers": 0.0588,
    "High skill tech staff": 0.0352,
    "Accountants": 0.0323,
    "Medicine staff": 0.0272,
    "Cooking staff": 0.0206,
    "Security staff": 0.0203,
    "Cleaning staff": 0.0173,
    "Private service staff": 0.0091,
    "Low-skill Laborers": 0.0078,
    "Secretaries": 0.0048,
    "Waiters/barmen staff": 0.0038,
    "Realty agents": 0.0028,
    "HR staff": 0.0020,
    "IT staff": 0.0011,
    "": 0.1330,
}

ORGANIZATION: Shares = {
    "Business Entity Type 3": 0.2193,
    "Self-employed": 0.1263,
    "Other": 0.0559,
    "Medicine": 0.0351,
    "Government": 0.0343,
    "Business Entity Type 2": 0.0341,
    "School": 0.0287,
    "Trade: type 7": 0.0254,
    "Construction": 0.0229,
    "Kindergarten": 0.0224,
    "Business Entity Type 1": 0.0192,
    "Transport: type 4": 0.0170,
    "Trade: type 3": 0.0133,
    "Industry: type 3": 0.0116,
    "Industry: type 9": 0.0115,
    "Housing": 0.0108,
    "Security": 0.0092,
    "Industry: type 11": 0.0087,
    "Bank": 0.0083,
    "Military": 0.0075,
    "Transport: type 2": 0.0074,
    "Police": 0.0074,
    "Agriculture": 0.0071,
    "Postal": 0.0066,
    "Restaurant": 0.0063,
    "Services": 0.0058,
    "Trade: type 2": 0.0058,
    "Security Ministries": 0.0058,
    "Industry: type 7": 0.0045,
    "University": 0.0040,
    "Electricity": 0.0038,
    "Industry: type 1": 0.0038,
    "Transport: type 3": 0.0032,
    "Hotel": 0.0030,
    "Industry: type 4": 0.0025,
    "Industry: type 5": 0.0021,
    "Insurance": 0.0021,
    "Trade: type 6": 0.0020,
    "Industry: type 2": 0.0019,
    "Telecom": 0.0019,
    "Emergency": 0.0014,
    "Culture": 0.0014,
    "Industry: type 12": 0.0014,
    "Advertising": 0.0013,
    "Realtor": 0.0012,
    "Trade: type 1": 0.0010,
    "Legal Services": 0.0010,
    "Mobile": 0.0009,
    "Cleaning": 0.0006,
    "Industry: type 10": 0.0005,
    "Transport: type 1": 0.0004,
    "Industry: type 6": 0.0004,
    "Religion": 0.0003,
    "Trade: type 5": 0.0002,
    "Industry: type 13": 0.0002,
    "Trade: type 4": 0.0001,
    "Industry: type 8": 0.0001,
}

FONDKAPREMONT_MODE: Shares = {
    "reg oper account": 0.2408,
    "reg oper spec account": 0.0399,
    "org spec account": 0.0188,
    "not specified": 0.0180,
}

HOUSETYPE_MODE: Shares = {
    "block of flats": 0.4917,
    "specific housing": 0.0047,
    "terraced house": 0.0041,
}

WALLSMATERIAL_MODE: Shares = {
    "Panel": 0.2187,
    "Stone, brick": 0.2076,
    "Block": 0.0307,
    "Wooden": 0.0172,
    "Mixed": 0.0072,
    "Monolithic": 0.0059,
    "Others": 0.0056,
}

EMERGENCYSTATE_MODE: Shares = {
    "No": 0.5184,
    "Yes": 0.0075,
}

CREDIT_TYPE: Shares = {
    "Consumer credit": 0.7301,
    "Credit card": 0.2330,
    "Car loan": 0.0152,
    "Mortgage": 0.0098,
    "Microloan": 0.0096,
    "Loan for business development": 0.0011,
    "Another type of loan": 0.0006,
    "Loan for working capital replenishment": 0.0004,
    "Unknown type of loan": 0.0003,
    "Cash loan (non-earmarked)": 0.0001,
    "Loan for the purchase of equipment": 0.0001,
    "Real estate loan": 0.0001,
}

PURPOSE: Shares = {
    "Repairs": 0.0137,
    "Other": 0.0092,
    "Urgent needs": 0.0056,
    "Buying a used car": 0.0020,
    "Payments on other loans": 0.0018,
    "Everyday expenses": 0.0015,
    "Building a house or an annex": 0.0013,
    "Medicine": 0.0010,
    "Education": 0.0008,
    "Car repairs": 0.0008,
    "Buying a holiday home / land": 0.0007,
    "Journey": 0.0006,
    "Buying a home": 0.0005,
    "Buying a new car": 0.0005,
    "Purchase of electronic equipment": 0.0005,
    "Furniture": 0.0004,
    "Wedding / gift / holiday": 0.0003,
    "Business development": 0.0002,
    "Hobby": 0.0001,
    "Gasification / water supply": 0.0002,
    "Buying a garage": 0.0001,
    "Money for a third person": 0.0001,
    "Refusal to name the goal": 0.0001,
}

PREVIOUS_COMPANION: Shares = {
    "Unaccompanied": 0.3099,
    "Family": 0.1234,
    "Spouse, partner": 0.0379,
    "Children": 0.0178,
    "Other_B": 0.0105,
    "Other_A": 0.0053,
    "Group of people": 0.0014,
}

GOODS_CATEGORY: Shares = {
    "Mobile": 0.1292,
    "Consumer Electronics": 0.0669,
    "Computers": 0.0621,
    "Audio/Video": 0.0568,
    "Furniture": 0.0310,
    "Construction Materials": 0.0151,
    "Clothing and Accessories": 0.0146,
    "Photo / Cinema Equipment": 0.0136,
    "Auto Accessories": 0.0041,
    "Jewelry": 0.0039,
    "Homewares": 0.0029,
    "Medical Supplies": 0.0021,
    "Vehicles": 0.0019,
    "Gardening": 0.0017,
    "Sport and Leisure": 0.0014,
    "Office Appliances": 0.0013,
    "Tourism": 0.0011,
    "Other": 0.0010,
    "Medicine": 0.0009,
    "Fitness": 0.0003,
    "Direct Sales": 0.0002,
    "Weapon": 0.0001,
    "Additional Service": 0.0001,
    "Education": 0.0001,
    "Insurance": 0.0001,
    "House Construction": 0.0001,
    "Animals": 0.0001,
}

SELLER_INDUSTRY: Shares = {
    "Consumer electronics": 0.2259,
    "Connectivity": 0.1590,
    "Furniture": 0.0326,
    "Construction": 0.0173,
    "Clothing": 0.0152,
    "Industry": 0.0103,
    "Auto technology": 0.0034,
    "Jewelry": 0.0022,
    "MLM partners": 0.0012,
    "Tourism": 0.0004,
}

PREVIOUS_WEEKDAY: Shares = {
    "TUESDAY": 0.1611,
    "FRIDAY": 0.1548,
    "WEDNESDAY": 0.1525,
    "MONDAY": 0.1509,
    "THURSDAY": 0.1475,
    "SATURDAY": 0.1384,
    "SUNDAY": 0.0948,
}

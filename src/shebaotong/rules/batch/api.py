"""The face of the rules over columns; apart from the rules' own, for it brings NumPy with it."""

from shebaotong.rules.batch.certification import CertificationColumns, certification_columns
from shebaotong.rules.batch.columns import (
    CATEGORIES,
    NOT_KNOWN,
    category_codes,
    day_column,
    day_of,
    month_column,
    month_of,
)
from shebaotong.rules.batch.coming import Coming, coming_within
from shebaotong.rules.batch.eligibility import EligibilityColumns, eligibility_columns
from shebaotong.rules.batch.retirement import RetirementColumns, retirement_columns
from shebaotong.rules.batch.unemployment import DurationColumns, duration_columns

__all__ = [
    "CATEGORIES",
    "NOT_KNOWN",
    "CertificationColumns",
    "Coming",
    "DurationColumns",
    "EligibilityColumns",
    "RetirementColumns",
    "category_codes",
    "certification_columns",
    "coming_within",
    "day_column",
    "day_of",
    "duration_columns",
    "eligibility_columns",
    "month_column",
    "month_of",
    "retirement_columns",
]

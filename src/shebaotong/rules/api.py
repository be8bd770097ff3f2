"""The rules' face: parameters, calculations, and the check of vector files."""

from shebaotong.rules.check import Difference, GroupReport, MalformedVectors, Report, check
from shebaotong.rules.parameters.load import ParameterErrors, load
from shebaotong.rules.parameters.lookup import Parameters, builtin
from shebaotong.rules.parameters.model import Dated, Level, Parameter, Reference, Status, Value
from shebaotong.rules.parameters.reading import Problem
from shebaotong.rules.pension.amount import Basis, Component, PensionAmount, pension_amount
from shebaotong.rules.pension.determination import (
    Determination,
    PensionFacts,
    Redetermination,
    determine,
    redetermine,
)
from shebaotong.rules.pension.disability import (
    DisabilityAllowance,
    DisabilityObstacle,
    disability_allowance,
)
from shebaotong.rules.pension.divisor import Divisor, divisor
from shebaotong.rules.pension.index import AverageIndex, IndexedYear, average_index
from shebaotong.rules.pension.transition import EarlyYears
from shebaotong.rules.quantity import Quantity, stated
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.resident.loan import Instalment, LoanPlan, loan_plan
from shebaotong.rules.resident.pension import ResidentPension, resident_pension
from shebaotong.rules.resident.years import BackPayment, RequiredYears, back_payment, required_years
from shebaotong.rules.retirement.age import EARLIEST_BIRTH_YEAR, Category, RetirementAge, retirement_age
from shebaotong.rules.retirement.eligibility import (
    FlexibleEligibility,
    RetirementKind,
    RetirementObstacle,
    flexible_eligibility,
)
from shebaotong.rules.retirement.minimum import MinimumContribution, minimum_contribution
from shebaotong.rules.retirement.window import FlexibleWindow, flexible_window
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.table import GROUPS

__all__ = [
    "EARLIEST_BIRTH_YEAR",
    "GROUPS",
    "AverageIndex",
    "BackPayment",
    "Basis",
    "Category",
    "Component",
    "Context",
    "Dated",
    "Determination",
    "Difference",
    "DisabilityAllowance",
    "DisabilityObstacle",
    "Divisor",
    "EarlyYears",
    "FlexibleEligibility",
    "FlexibleWindow",
    "Group",
    "GroupReport",
    "IndexedYear",
    "Instalment",
    "Level",
    "LoanPlan",
    "MalformedVectors",
    "MinimumContribution",
    "NotComputable",
    "Parameter",
    "ParameterErrors",
    "Parameters",
    "PensionAmount",
    "PensionFacts",
    "Problem",
    "Quantity",
    "Redetermination",
    "Reference",
    "Report",
    "RequiredYears",
    "ResidentPension",
    "RetirementAge",
    "RetirementKind",
    "RetirementObstacle",
    "Status",
    "Value",
    "average_index",
    "back_payment",
    "builtin",
    "check",
    "determine",
    "disability_allowance",
    "divisor",
    "flexible_eligibility",
    "flexible_window",
    "load",
    "loan_plan",
    "minimum_contribution",
    "pension_amount",
    "redetermine",
    "required_years",
    "resident_pension",
    "retirement_age",
    "stated",
]

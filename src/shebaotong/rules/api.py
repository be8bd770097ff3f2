"""The rules' face: parameters, calculations, and the check of vector files."""

from shebaotong.rules.account.interest import AccountYear, account_year, account_years
from shebaotong.rules.account.transferable import CreditedMonth, TransferableAccount, transferable_account
from shebaotong.rules.certification.cycle import Certification, Proof, certification
from shebaotong.rules.check import Difference, GroupReport, MalformedVectors, Report, check, parse_vectors
from shebaotong.rules.claim.answer import ClaimAnswer, claim_remarks, pension_claim
from shebaotong.rules.claim.facts import (
    ClaimFacts,
    DeemedMonths,
    RecordedStretch,
    StatedFigures,
    ToldMonths,
    stated_by_reviewer,
)
from shebaotong.rules.claim.start import Start
from shebaotong.rules.english.reading import in_english, reference_in_english, text_in_english
from shebaotong.rules.explaining import place as region_name
from shebaotong.rules.injury.death import Dependant, InjuryDeath, Kin, injury_death
from shebaotong.rules.injury.disability import InjuryDisability, Payer, counted_wage, injury_disability
from shebaotong.rules.limits.clock import RunningLimit, running_limit
from shebaotong.rules.limits.time_limit import Matter, TimeLimit, time_limit
from shebaotong.rules.parameters.load import ParameterErrors, load
from shebaotong.rules.parameters.lookup import Parameters, builtin
from shebaotong.rules.parameters.model import Dated, Level, Parameter, Reference, Status, Value
from shebaotong.rules.parameters.page import parameters_page
from shebaotong.rules.parameters.reading import Problem
from shebaotong.rules.pension.amount import Basis, Component, PensionAmount, pension_amount
from shebaotong.rules.pension.determination import (
    Determination,
    PensionFacts,
    Redetermination,
    determine,
    explain_difference,
    redetermine,
)
from shebaotong.rules.pension.disability import DisabilityAllowance, DisabilityObstacle, disability_allowance
from shebaotong.rules.pension.divisor import Divisor, divisor
from shebaotong.rules.pension.index import AverageIndex, IndexedYear, average_index
from shebaotong.rules.pension.transition import EarlyYears
from shebaotong.rules.plain import (
    UNVERIFIED,
    PlainLine,
    plain_lines,
    plain_lines_in_english,
    plain_question,
    plain_text,
)
from shebaotong.rules.quantity import Quantity, stated
from shebaotong.rules.recovery.plan import RecoveryPlan, protected_floor, recovery_plan
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.resident.loan import Instalment, LoanPlan, loan_plan
from shebaotong.rules.resident.pension import ResidentPension, resident_pension
from shebaotong.rules.resident.years import BackPayment, RequiredYears, back_payment, required_years
from shebaotong.rules.retirement.age import Category, RetirementAge, retirement_age
from shebaotong.rules.retirement.eligibility import (
    FlexibleEligibility,
    RetirementKind,
    RetirementObstacle,
    flexible_eligibility,
)
from shebaotong.rules.retirement.minimum import MinimumContribution, minimum_contribution
from shebaotong.rules.retirement.window import FlexibleWindow, flexible_window
from shebaotong.rules.survivors.benefit import LumpMonths, SurvivorsBenefit, lump_months, survivors_benefit
from shebaotong.rules.transfer.account_type import AccountKind, AccountType, Sex, account_type
from shebaotong.rules.transfer.benefit_place import (
    BenefitPlace,
    Branch,
    Spell,
    benefit_place,
    benefit_place_without_hukou,
)
from shebaotong.rules.transfer.funds import BaseRun, TransferFunds, counted_runs, transfer_funds
from shebaotong.rules.transfer.overlap import CountedOnce, PaidSpell, Share, count_once
from shebaotong.rules.transfer.scheme_link import Direction, Refund, ResidentPayment, SchemeLink, link_schemes
from shebaotong.rules.unemployment.duration import Duration, Entitlement, entitlement, longest_duration
from shebaotong.rules.unemployment.transfer import UnemploymentTransfer, unemployment_transfer
from shebaotong.rules.vectors.group import Context, Group
from shebaotong.rules.vectors.table import GROUPS
from shebaotong.rules.whatif.answer import MoveEffect, WhatIfAnswer, what_if
from shebaotong.rules.whatif.history import (
    Assumptions,
    DrawnPension,
    FurtherMove,
    InsuranceHistory,
    PensionScheme,
    Stretch,
)
from shebaotong.rules.whatif.options import StartOption, When
from shebaotong.rules.whatif.timeline import Timeline, TimelineLine
from shebaotong.rules.whatif.wording import AnswerSection, answer_sections, plain_answer

__all__ = [
    "GROUPS",
    "UNVERIFIED",
    "AccountKind",
    "AccountType",
    "AccountYear",
    "AnswerSection",
    "Assumptions",
    "AverageIndex",
    "BackPayment",
    "BaseRun",
    "Basis",
    "BenefitPlace",
    "Branch",
    "Category",
    "Certification",
    "ClaimAnswer",
    "ClaimFacts",
    "Component",
    "Context",
    "CountedOnce",
    "CreditedMonth",
    "Dated",
    "DeemedMonths",
    "Dependant",
    "Determination",
    "Difference",
    "Direction",
    "DisabilityAllowance",
    "DisabilityObstacle",
    "Divisor",
    "DrawnPension",
    "Duration",
    "EarlyYears",
    "Entitlement",
    "FlexibleEligibility",
    "FlexibleWindow",
    "FurtherMove",
    "Group",
    "GroupReport",
    "IndexedYear",
    "InjuryDeath",
    "InjuryDisability",
    "Instalment",
    "InsuranceHistory",
    "Kin",
    "Level",
    "LoanPlan",
    "LumpMonths",
    "MalformedVectors",
    "Matter",
    "MinimumContribution",
    "MoveEffect",
    "NotComputable",
    "PaidSpell",
    "Parameter",
    "ParameterErrors",
    "Parameters",
    "Payer",
    "PensionAmount",
    "PensionFacts",
    "PensionScheme",
    "PlainLine",
    "Problem",
    "Proof",
    "Quantity",
    "RecordedStretch",
    "RecoveryPlan",
    "Redetermination",
    "Reference",
    "Refund",
    "Report",
    "RequiredYears",
    "ResidentPayment",
    "ResidentPension",
    "RetirementAge",
    "RetirementKind",
    "RetirementObstacle",
    "RunningLimit",
    "SchemeLink",
    "Sex",
    "Share",
    "Spell",
    "Start",
    "StartOption",
    "StatedFigures",
    "Status",
    "Stretch",
    "SurvivorsBenefit",
    "TimeLimit",
    "Timeline",
    "TimelineLine",
    "ToldMonths",
    "TransferFunds",
    "TransferableAccount",
    "UnemploymentTransfer",
    "Value",
    "WhatIfAnswer",
    "When",
    "account_type",
    "account_year",
    "account_years",
    "answer_sections",
    "average_index",
    "back_payment",
    "benefit_place",
    "benefit_place_without_hukou",
    "builtin",
    "certification",
    "check",
    "claim_remarks",
    "count_once",
    "counted_runs",
    "counted_wage",
    "determine",
    "disability_allowance",
    "divisor",
    "entitlement",
    "explain_difference",
    "flexible_eligibility",
    "flexible_window",
    "in_english",
    "injury_death",
    "injury_disability",
    "link_schemes",
    "load",
    "loan_plan",
    "longest_duration",
    "lump_months",
    "minimum_contribution",
    "parameters_page",
    "parse_vectors",
    "pension_amount",
    "pension_claim",
    "plain_answer",
    "plain_lines",
    "plain_lines_in_english",
    "plain_question",
    "plain_text",
    "protected_floor",
    "recovery_plan",
    "redetermine",
    "reference_in_english",
    "region_name",
    "required_years",
    "resident_pension",
    "retirement_age",
    "running_limit",
    "stated",
    "stated_by_reviewer",
    "survivors_benefit",
    "text_in_english",
    "time_limit",
    "transfer_funds",
    "transferable_account",
    "unemployment_transfer",
    "what_if",
]

"""The rules' face: parameters, calculations, and the check of vector files."""

from shebaotong.rules.check import Difference, GroupReport, MalformedVectors, Report, check
from shebaotong.rules.parameters.load import ParameterErrors, load
from shebaotong.rules.parameters.lookup import Parameters, builtin
from shebaotong.rules.parameters.model import Dated, Level, Parameter, Reference, Status, Value
from shebaotong.rules.parameters.reading import Problem
from shebaotong.rules.refusal import NotComputable
from shebaotong.rules.retirement.age import Category, RetirementAge, retirement_age
from shebaotong.rules.vectors.group import Context

__all__ = [
    "Category",
    "Context",
    "Dated",
    "Difference",
    "GroupReport",
    "Level",
    "MalformedVectors",
    "NotComputable",
    "Parameter",
    "ParameterErrors",
    "Parameters",
    "Problem",
    "Reference",
    "Report",
    "RetirementAge",
    "Status",
    "Value",
    "builtin",
    "check",
    "load",
    "retirement_age",
]

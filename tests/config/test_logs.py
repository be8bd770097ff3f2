"""Logs name no person."""

import logging

import pytest
from django.core.exceptions import ImproperlyConfigured

from shebaotong.config.logs import BLOT, RedactingFormatter, logging_configuration, redact


@pytest.mark.parametrize(
    "number",
    [
        "440106199001010015",
        "44010619900101001X",
        "810000199001010017",
        "440106900101001",
        "HKG123456789012",
        "H12345678",
        "M1234567801",
        "E12345678",
        "EA1234567",
        "13800138000",
        "6222021234567890123",
        "12345678",
    ],
)
def test_whatever_may_be_the_number_of_a_person_is_blotted_out(number: str) -> None:
    assert redact(f"person {number}, twice: {number}") == f"person {BLOT}, twice: {BLOT}"


@pytest.mark.parametrize("text", ["job 1234567 took 250 ms", "2026-11-22 07:24:01,123", "agency 440600"])
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == text


def test_arguments_and_tracebacks_are_covered() -> None:
    try:
        raise ValueError("no such person: 440106199001010015")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "failed for %s", ("13800138000",), (type(error), error, None)
        )
    line = RedactingFormatter("{message}", style="{").format(record)
    assert "440106199001010015" not in line
    assert "13800138000" not in line
    assert f"failed for {BLOT}" in line


def test_what_goes_well_may_be_left_out_and_debugging_is_not_offered() -> None:
    told = logging_configuration("WARNING")
    assert told["root"]["level"] == told["loggers"]["django"]["level"] == "WARNING"
    assert logging_configuration("ERROR")["loggers"]["procrastinate"]["level"] == "ERROR"
    assert logging_configuration("INFO")["loggers"]["django.db.backends"]["level"] == "WARNING"
    for unknown in ("DEBUG", "info", ""):
        with pytest.raises(ImproperlyConfigured, match="SHEBAOTONG_LOG_LEVEL"):
            logging_configuration(unknown)

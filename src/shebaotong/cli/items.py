"""`shebaotong items`: the catalogue of service items, and the description of the API."""

import os
from argparse import ArgumentParser, Namespace

from shebaotong.cli.command import Command
from shebaotong.cli.output import show_json, show_rows


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--openapi", action="store_true", help="print the OpenAPI description of the HTTP API instead"
    )


def run(arguments: Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebaotong.config.settings")
    import django

    django.setup()
    if arguments.openapi:
        from shebaotong.gateway.api import api

        show_json(api.get_openapi_schema())
        return 0
    from shebaotong.cases.api import items

    rows = [
        {
            "code": item.code,
            "version": item.version,
            "title": item.title.zh,
            "risk": item.risk.value,
            "mode": item.mode.value,
            "limit": item.limits.working.days,
            "documents": len(item.documents),
        }
        for item in items()
    ]
    show_rows(rows, as_json=arguments.json, title="Service items")
    return 0


COMMAND = Command(run=run, arguments=add_arguments, has_json=True)

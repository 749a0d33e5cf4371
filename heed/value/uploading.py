"""The process that looks at a file given on a page, or takes it in, and ends: readers are heavy."""

import importlib
import os
import sys

import django


def main(upload_id: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heed.config.settings")
    django.setup()
    # Models can be loaded only now.
    importlib.import_module("heed.value.uploads").carry_out(upload_id)


if __name__ == "__main__":
    main(int(sys.argv[1]))

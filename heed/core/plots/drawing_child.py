"""The process that draws: specifications as JSON on stdin, their SVG for pages on stdout."""

import json
import sys

from heed.core.plots.rendering import svg_of


def main() -> None:
    specs = json.load(sys.stdin)
    json.dump([svg_of(spec, "page") for spec in specs], sys.stdout)


if __name__ == "__main__":
    main()

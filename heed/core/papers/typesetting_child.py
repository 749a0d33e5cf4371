"""The process that typesets: a paper as JSON on stdin, its PDF on stdout."""

import sys
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")


def main() -> None:
    given = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(typst.compile(str(TEMPLATE), sys_inputs={"paper": given}))


if __name__ == "__main__":
    main()

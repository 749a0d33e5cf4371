"""How long finding duplicates among a million customers takes, and how well it finds them.

Invented people with Western and Chinese names; a fifth have a second row with mistakes (typing
errors, another mail or phone, swapped names, short names, missing fields). Prints one line:

- `seconds`, `peak_mb`: the command on the file, from its start to the file of pairs;
- `precision`, `recall`: of the pairs found, against those invented.

BENCH_QUICK=1 takes a tenth.
"""

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 100_000 if os.environ.get("BENCH_QUICK") else 1_000_000
TWICE = 0.2
HEAD = ("id", "name", "phone", "email", "birthday", "address", "city")
SYLLABLES = (
    *("ba", "bel", "cor", "da", "den", "el", "far", "gan", "hal", "jo", "ka", "kel", "lan", "lo"),
    *("mar", "mi", "nor", "ol", "pe", "ra", "ros", "sa", "ton", "ul", "ve"),
)
HAN_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
HAN_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌鑫宇浩然子轩雨涵欣怡"
TOWNS = ("London", "Leeds", "Hull", "上海", "北京", "Madrid", "Wien", "Berlin", "杭州", "成都")


def invented(chance: random.Random) -> dict[str, str]:
    """One person, as she would be entered without a mistake."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
    if chance.random() < 0.4:
        given = "".join(chance.choices(HAN_GIVEN, k=chance.choice((1, 2, 2))))
        name = chance.choice(HAN_SURNAMES) + given
        phone = "1" + "".join(chance.choices("3456789", k=1) + chance.choices("0123456789", k=9))
    else:
        parts = ("".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))) for _part in range(2))
        name = " ".join(part.capitalize() for part in parts)
        phone = "020" + "".join(chance.choices("0123456789", k=8))
    local = "".join(chance.choices(SYLLABLES, k=3)) + str(chance.randrange(10_000))
    street = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    return {
        "name": name,
        "phone": phone,
        "email": f"{local}@{chance.choice(('qq.com', 'gmail.com', 'mail.example'))}",
        "birthday": born.isoformat(),
        "address": f"{chance.randrange(1, 200)} {street} Street",
        "city": chance.choice(TOWNS),
    }


def mistaken(person: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The same person entered again."""
    row = dict(person)
    for field in chance.sample(sorted(row), k=chance.choice((1, 2, 3))):
        row[field] = changed(field, row[field], chance)
    return row


def changed(field: str, value: str, chance: random.Random) -> str:
    if field == "name" and " " in value and chance.random() < 0.3:
        given, surname = value.split(" ", 1)
        return f"{surname} {given}"
    if field in {"phone", "email", "birthday", "address"} and chance.random() < 0.4:
        return "" if chance.random() < 0.5 else invented(chance)[field]
    place = chance.randrange(max(len(value) - 1, 1))
    return (
        value[:place] + value[place + 1 : place + 2] + value[place : place + 1] + value[place + 2 :]
    )


def write(path: Path) -> int:
    """Write the file; the number of a second row is that of the first with an x. Returns pairs."""
    chance = random.Random(11)  # noqa: S311
    written = pairs = 0
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(stream, HEAD)
        out.writeheader()
        while written < ROWS:
            person = invented(chance)
            out.writerow({"id": written, **person})
            first, written = written, written + 1
            if chance.random() < TWICE / (1 - TWICE / 2) and written < ROWS:
                out.writerow({"id": f"{first}x", **mistaken(person, chance)})
                written, pairs = written + 1, pairs + 1
    return pairs


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder, "customers.csv"), Path(folder, "pairs.csv")
        pairs = write(path)
        command = (sys.executable, "-m", "heed.cli.main", "customers", "duplicates")
        began = time.monotonic()
        told = subprocess.run(
            (*command, path, "--out", out, "--json"), check=True, capture_output=True, text=True
        )
        seconds = time.monotonic() - began
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        with out.open(encoding="utf-8") as stream:
            found = [(row["id_1"], row["id_2"]) for row in csv.DictReader(stream)]
    right = sum(first.rstrip("x") == second.rstrip("x") for first, second in found)
    result = json.loads(told.stdout)
    print(
        json.dumps(
            {
                "rows": ROWS,
                "seconds": round(seconds, 1),
                "processor_seconds": round(usage.ru_utime + usage.ru_stime, 1),
                "peak_mb": round(usage.ru_maxrss / 1024),
                "compared_pairs": result["compared_pairs"],
                "found": len(found),
                "true_pairs": pairs,
                "precision": round(right / max(len(found), 1), 4),
                "recall": round(right / pairs, 4),
            }
        )
    )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes datasets/raw/evalstream-mini from the hand-written items and templates beside it.

The output depends on the seed alone: a second call writes the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

import korean_items
from arith_templates import TEMPLATES
from choice_items import CHOICES

REPOSITORY = Path(__file__).resolve().parents[2]
DATASET = REPOSITORY / "datasets/raw/evalstream-mini"
SEED = 20260105
ARITH_ITEMS = 90
EXACT_DUPLICATES = 8
NEAR_DUPLICATES = 12

EXTRA_EN = (
    ("add_subtract", "A jar holds 7 red and 15 blue beads. How many beads is that?", "22"),
    ("multiply", "Nine spiders have eight legs each. How many legs is that?", "72"),
    ("divide", "A choir of 56 stands in 4 equal lines. How many singers per line?", "14"),
    ("percent", "Half of the 38 lamps are lit. How many lamps are lit?", "19"),
    ("rate_time", "A tap fills 9 litres a minute. How many litres in a quarter of an hour?", "135"),
    (
        "multi_step",
        "Three crates of 12 melons arrive and 5 melons are bad. How many are good?",
        "31",
    ),
    (
        "rate_time",
        "A pump lifts 14 buckets an hour. How many buckets does it lift in 8 hours?",
        "112",
    ),
    ("divide", "Ribbons of 8 cm are cut from a 100 cm strip. How many cm are left over?", "4"),
    (
        "add_subtract",
        "A lift starts on floor 3, goes up 14 floors and down 6. On which floor is it?",
        "11",
    ),
    (
        "multi_step",
        "Two pies are cut into 6 slices each and 7 slices are eaten. How many slices remain?",
        "5",
    ),
)


def arith_items(random: Random) -> list[dict]:
    """Draws the English word problems; every template is used, no question twice."""
    rows, seen = [], set()
    while len(rows) < ARITH_ITEMS:
        category, wordings, draw = TEMPLATES[len(rows) % len(TEMPLATES)]
        values, answer = draw(random)
        question = random.choice(wordings).format(**values)
        if question not in seen:
            seen.add(question)
            rows.append(_item("arith-en", len(rows), question, str(answer), category, "en"))
    return rows


def korean_rows(random: Random) -> list[dict]:
    rows = korean_items.questions(random)
    random.shuffle(rows)
    return [
        _item("facts-ko", i, question, answer, category, "ko")
        for i, (category, question, answer) in enumerate(rows)
    ]


def choice_rows(random: Random) -> list[dict]:
    """Shuffles the choices; the letters come out balanced because the right place rotates."""
    rows = []
    for i, (category, question, right, wrong) in enumerate(random.sample(CHOICES, len(CHOICES))):
        choices = random.sample(wrong, len(wrong))
        choices.insert(i % 4, right)
        row = _item("choice-en", i, question, "ABCD"[i % 4], category, "en")
        rows.append({**row, "choices": choices})
    return rows


def extra_rows(arith: list[dict], korean: list[dict], random: Random) -> list[dict]:
    """Own regression items mixed with marked copies of items of both suites."""
    rows = [{"question": q, "answer": a, "category": c, "lang": "en"} for c, q, a in EXTRA_EN]
    rows += [
        {"question": q, "answer": a, "category": c, "lang": "ko"} for c, q, a in korean_items.EXTRA
    ]
    rows = [{**row, "duplicate_kind": "none", "duplicate_of": None} for row in rows]
    half_exact, half_near = EXACT_DUPLICATES // 2, NEAR_DUPLICATES // 2
    for source in (arith, korean):
        chosen = random.sample(source, half_exact + half_near)
        for i, item in enumerate(chosen):
            exact = i < half_exact
            question = item["question"] if exact else reword(item["question"], item["lang"], i)
            rows.append(
                {
                    "question": question,
                    "answer": item["answer"],
                    "category": item["category"],
                    "lang": item["lang"],
                    "duplicate_kind": "exact" if exact else "near",
                    "duplicate_of": item["id"],
                }
            )
    random.shuffle(rows)
    return [{"id": f"extra-{i + 1:03d}", **row} for i, row in enumerate(rows)]


def reword(question: str, lang: str, style: int) -> str:
    """Changes the surface of a question (spacing, case, an opening), not its content."""
    openings = {"en": "Please solve this: ", "ko": "다음 질문에 답하세요. "}
    closings = {"en": " Answer with a number.", "ko": " 짧게 쓰세요."}
    match style % 4:
        case 0:
            return openings[lang] + question
        case 1:
            return question + closings[lang]
        case 2:
            return (
                question.upper() if lang == "en" else question.replace(" ", "  ").replace("?", "? ")
            )
        case _:
            return question.rstrip("?.") + (" ?" if question.endswith("?") else " .")


def _item(prefix: str, index: int, question: str, answer: str, category: str, lang: str) -> dict:
    return {
        "id": f"{prefix}-{index + 1:03d}",
        "question": question,
        "answer": answer,
        "category": category,
        "lang": lang,
    }


def build() -> dict[str, list[dict]]:
    """Returns the rows of each file by file name."""
    arith, korean = arith_items(Random(SEED)), korean_rows(Random(SEED + 1))
    return {
        "mini_arith_en.jsonl": arith,
        "mini_facts_ko.jsonl": korean,
        "mini_choice_en.jsonl": choice_rows(Random(SEED + 2)),
        "regression_extra.jsonl": extra_rows(arith, korean, Random(SEED + 3)),
    }


def to_jsonl(rows: list[dict]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=DATASET)
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    for name, rows in build().items():
        (output / name).write_text(to_jsonl(rows), encoding="utf-8")
        print(f"{name}: {len(rows)} items")


if __name__ == "__main__":
    main()

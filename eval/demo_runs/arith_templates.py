"""Hand-written English word-problem templates of the task mini_arith_en.

A template is (category, wordings, draw). `draw(random)` returns the values named in the wordings
and the integer answer. Every wording of a template asks for the same number.
"""

from __future__ import annotations

from random import Random

NAMES = (
    "Ada",
    "Bora",
    "Cem",
    "Dina",
    "Elio",
    "Fay",
    "Goran",
    "Hana",
    "Ines",
    "Joon",
    "Kira",
    "Luca",
)
THINGS = ("marbles", "stickers", "pencils", "shells", "postcards", "buttons", "tickets", "badges")


def _people(random: Random) -> dict[str, object]:
    first, second = random.sample(NAMES, 2)
    return {"p": first, "q": second, "t": random.choice(THINGS)}


def _sum(random: Random):
    a, b = random.randint(12, 88), random.randint(11, 79)
    return {**_people(random), "a": a, "b": b}, a + b


def _difference(random: Random):
    b = random.randint(11, 48)
    a = b + random.randint(9, 60)
    return {**_people(random), "a": a, "b": b}, a - b


def _sum_minus(random: Random):
    a, b, c = random.randint(20, 60), random.randint(15, 50), random.randint(6, 30)
    return {**_people(random), "a": a, "b": b, "c": c}, a + b - c


def _product(random: Random):
    a, b = random.randint(6, 19), random.randint(4, 16)
    return {**_people(random), "a": a, "b": b}, a * b


def _quotient(random: Random):
    b, answer = random.randint(3, 12), random.randint(4, 24)
    return {**_people(random), "a": b * answer, "b": b}, answer


def _remainder(random: Random):
    b, full = random.randint(4, 11), random.randint(4, 15)
    answer = random.randint(1, b - 1)
    return {**_people(random), "a": b * full + answer, "b": b}, answer


def _percent(random: Random):
    share, base = random.choice((10, 20, 25, 50, 75)), random.randint(3, 24) * 20
    return {**_people(random), "a": base, "b": share}, base * share // 100


def _discount(random: Random):
    share, base = random.choice((10, 20, 25, 50)), random.randint(2, 15) * 20
    return {**_people(random), "a": base, "b": share}, base - base * share // 100


def _distance(random: Random):
    speed, hours = random.randint(12, 95), random.randint(2, 8)
    return {**_people(random), "a": speed, "b": hours}, speed * hours


def _speed(random: Random):
    speed, hours = random.randint(14, 90), random.randint(2, 7)
    return {**_people(random), "a": speed * hours, "b": hours}, speed


def _minutes(random: Random):
    hours, rest = random.randint(2, 9), random.randint(5, 55)
    return {**_people(random), "a": hours, "b": rest}, hours * 60 + rest


def _packs_left(random: Random):
    packs, size = random.randint(4, 12), random.randint(6, 18)
    used = random.randint(7, packs * size - 10)
    return {**_people(random), "a": packs, "b": size, "c": used}, packs * size - used


def _change(random: Random):
    count, price = random.randint(3, 9), random.randint(3, 12)
    money = (count * price // 10 + random.randint(1, 4)) * 10
    return {**_people(random), "a": count, "b": price, "c": money}, money - count * price


def _share_after_loss(random: Random):
    people, answer, lost = random.randint(3, 8), random.randint(5, 18), random.randint(4, 19)
    return {**_people(random), "a": people * answer + lost, "b": lost, "c": people}, answer


def _two_kinds(random: Random):
    a, b = random.randint(3, 12), random.randint(4, 14)
    c, d = random.randint(3, 11), random.randint(5, 15)
    return {**_people(random), "a": a, "b": b, "c": c, "d": d}, a * b + c * d


# fmt: off
TEMPLATES = (
    ("add_subtract", ("{p} has {a} {t} and {q} has {b}. How many {t} do they have together?",
                      "There are {a} {t} in one box and {b} in another. How many {t} are there in all?",
                      "{p} found {a} {t} in May and {b} in June. What is the total?"), _sum),
    ("add_subtract", ("{p} had {a} {t} and gave {b} of them to {q}. How many are left?",
                      "A drawer held {a} {t}. {p} took out {b}. How many {t} stayed in the drawer?",
                      "{p} owns {a} {t}, {q} owns {b}. How many more does {p} own?"), _difference),
    ("add_subtract", ("{p} collected {a} {t}, then {b} more, and lost {c}. How many remain?",
                      "A bus carries {a} people; {b} get on and {c} get off. How many are on it now?",
                      "{p} saved {a} coins, got {b} from {q} and spent {c}. How many coins are left?"), _sum_minus),
    ("multiply", ("A hall has {a} rows of {b} chairs. How many chairs does it have?",
                  "{p} fills {a} bags with {b} {t} each. How many {t} is that?",
                  "Each of {a} shelves holds {b} books. How many books are there?"), _product),
    ("divide", ("{p} shares {a} {t} equally among {b} friends. How many does each friend get?",
                "{a} {t} are packed into {b} equal boxes. How many go into one box?",
                "A rope of {a} metres is cut into {b} equal pieces. How many metres long is a piece?"), _quotient),
    ("divide", ("{p} puts {a} {t} into bags of {b}. How many {t} do not fill a bag?",
                "What is left over when {a} {t} are dealt to {b} players as evenly as possible?"), _remainder),
    ("percent", ("{b}% of the {a} seats in a theatre are taken. How many seats are taken?",
                 "A farm has {a} trees and {b}% of them bear fruit. How many trees bear fruit?"), _percent),
    ("percent", ("A coat costs {a} euros and is sold {b}% cheaper. What is the new price in euros?",
                 "{p} pays {b}% less than {a} euros for a desk. How many euros does {p} pay?"), _discount),
    ("rate_time", ("A train runs at {a} km per hour for {b} hours. How many km does it cover?",
                   "{p} prints {a} pages an hour. How many pages are printed in {b} hours?"), _distance),
    ("rate_time", ("A boat covers {a} km in {b} hours at a steady pace. How many km per hour is that?",
                   "{p} typed {a} lines in {b} hours. How many lines per hour on average?"), _speed),
    ("rate_time", ("A film lasts {a} hours and {b} minutes. How many minutes is that?",
                   "{p} walked for {a} hours and {b} minutes. Give the time in minutes."), _minutes),
    ("multi_step", ("{p} buys {a} packs of {b} {t} and uses {c}. How many {t} are left?",
                    "A baker bakes {a} trays of {b} rolls and sells {c}. How many rolls are unsold?"), _packs_left),
    ("multi_step", ("{p} buys {a} notebooks at {b} euros each and pays with {c} euros. How much change in euros?",
                    "{a} tickets cost {b} euros each. {p} hands over {c} euros. How many euros come back?"), _change),
    ("multi_step", ("{p} had {a} {t}, lost {b} and split the rest equally among {c} friends. How many each?",
                    "Of {a} eggs {b} broke; the others fill {c} equal cartons. How many eggs per carton?"), _share_after_loss),
    ("multi_step", ("A shop sells {a} boxes of {b} pens and {c} boxes of {d} pens. How many pens in total?",
                    "{p} plants {a} rows of {b} beans and {c} rows of {d} peas. How many plants is that?"), _two_kinds),
)
# fmt: on

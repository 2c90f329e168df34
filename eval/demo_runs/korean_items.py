"""Hand-written Korean questions and templates of the task mini_facts_ko."""

from __future__ import annotations

from random import Random

# fmt: off
CAPITALS = (
    ("대한민국", "서울"), ("일본", "도쿄"), ("중국", "베이징"), ("프랑스", "파리"), ("독일", "베를린"),
    ("이탈리아", "로마"), ("스페인", "마드리드"), ("영국", "런던"), ("캐나다", "오타와"), ("호주", "캔버라"),
    ("이집트", "카이로"), ("러시아", "모스크바"), ("그리스", "아테네"), ("오스트리아", "빈"), ("노르웨이", "오슬로"),
    ("핀란드", "헬싱키"), ("헝가리", "부다페스트"), ("폴란드", "바르샤바"), ("베트남", "하노이"), ("태국", "방콕"),
    ("페루", "리마"), ("쿠바", "아바나"), ("케냐", "나이로비"), ("포르투갈", "리스본"),
)
# fmt: on
CAPITAL_WORDINGS = (
    "{c}의 수도는 어디입니까?",
    "{c}의 수도 이름을 쓰세요.",
    "{c}의 수도가 되는 도시는?",
)

# fmt: off
GENERAL = (
    ("'크다'의 반대말은 무엇입니까?", "작다"), ("'길다'의 반대말은 무엇입니까?", "짧다"),
    ("'덥다'의 반대말은 무엇입니까?", "춥다"), ("'열다'의 반대말은 무엇입니까?", "닫다"),
    ("'낮'의 반대말을 한 단어로 쓰세요.", "밤"), ("'시작'의 반대말을 한 단어로 쓰세요.", "끝"),
    ("소의 새끼를 무엇이라고 부릅니까?", "송아지"), ("개의 새끼를 무엇이라고 부릅니까?", "강아지"),
    ("말의 새끼를 무엇이라고 부릅니까?", "망아지"), ("닭의 새끼를 무엇이라고 부릅니까?", "병아리"),
    ("물이 얼면 무엇이 됩니까?", "얼음"), ("지구의 위성 이름은 무엇입니까?", "달"),
    ("한글을 만든 조선의 왕은 누구입니까?", "세종"), ("삼각형의 변은 몇 개입니까?", "3"),
    ("육각형의 꼭짓점은 몇 개입니까?", "6"), ("거미의 다리는 몇 개입니까?", "8"),
    ("곤충의 다리는 몇 개입니까?", "6"), ("태양계에서 가장 큰 행성은 무엇입니까?", "목성"),
    ("태양에 가장 가까운 행성은 무엇입니까?", "수성"), ("가위바위보에서 바위를 이기는 것은?", "보"),
    ("꿀을 모으는 곤충의 이름은?", "벌"), ("한국에서 가장 큰 섬의 이름은?", "제주도"),
    ("물의 화학식을 쓰세요.", "H2O"), ("무지개의 맨 바깥쪽 색은 무엇입니까?", "빨강"),
)
# fmt: on

# fmt: off
CALENDAR_FIXED = (
    ("1년은 몇 달입니까?", "12"), ("평년의 2월은 며칠입니까?", "28"), ("윤년의 2월은 며칠입니까?", "29"),
    ("평년은 모두 며칠입니까?", "365"), ("윤년은 모두 며칠입니까?", "366"), ("4월은 며칠까지 있습니까?", "30"),
    ("7월은 며칠까지 있습니까?", "31"), ("광복절은 8월 며칠입니까?", "15"), ("한글날은 10월 며칠입니까?", "9"),
    ("삼일절은 3월 며칠입니까?", "1"), ("어린이날은 5월 며칠입니까?", "5"), ("성탄절은 12월 며칠입니까?", "25"),
)
# fmt: on
WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")


def _weekday(random: Random) -> tuple[str, str]:
    start, days = random.randrange(7), random.randint(2, 40)
    question = random.choice(
        ("오늘이 {d}이면 {n}일 뒤는 무슨 요일입니까?", "{d}부터 {n}일이 지나면 무슨 요일?")
    )
    return question.format(d=WEEKDAYS[start], n=days), WEEKDAYS[(start + days) % 7]


# fmt: off
UNITS = (
    ("{n}킬로미터는 몇 미터입니까?", 1000, range(2, 30)), ("{n}미터는 몇 센티미터입니까?", 100, range(3, 60)),
    ("{n}킬로그램은 몇 그램입니까?", 1000, range(2, 30)), ("{n}시간은 몇 분입니까?", 60, range(2, 16)),
    ("{n}분은 몇 초입니까?", 60, range(3, 30)), ("{n}주일은 며칠입니까?", 7, range(3, 30)),
    ("{n}리터는 몇 밀리리터입니까?", 1000, range(2, 25)), ("{n}센티미터는 몇 밀리미터입니까?", 10, range(4, 90)),
)
# fmt: on


def _unit(random: Random) -> tuple[str, str]:
    wording, factor, numbers = random.choice(UNITS)
    count = random.choice(numbers)
    return wording.format(n=count), str(count * factor)


def _arithmetic(random: Random) -> tuple[str, str]:
    a, b = random.randint(12, 80), random.randint(3, 11)
    wording, answer = random.choice(
        (
            ("{a} 더하기 {b}은(는) 얼마입니까?", a + b),
            ("{a}에서 {b}을(를) 빼면 얼마입니까?", a - b),
            ("{a} 곱하기 {b}의 값을 구하세요.", a * b),
            ("사과 {a}개가 있는데 {b}개를 먹었습니다. 몇 개 남았습니까?", a - b),
            ("한 상자에 귤이 {b}개씩 {a}상자 있습니다. 귤은 모두 몇 개입니까?", a * b),
            ("버스에 {a}명이 있고 {b}명이 더 탔습니다. 모두 몇 명입니까?", a + b),
        )
    )
    return wording.format(a=a, b=b), str(answer)


def questions(random: Random) -> list[tuple[str, str, str]]:
    """Returns 120 distinct (category, question, answer), 24 of each of five categories."""
    rows = [("capital", random.choice(CAPITAL_WORDINGS).format(c=c), city) for c, city in CAPITALS]
    rows += [("general", question, answer) for question, answer in GENERAL]
    rows += [("calendar", question, answer) for question, answer in CALENDAR_FIXED]
    seen = {question for _, question, _ in rows}
    for category, draw, count in (
        ("calendar", _weekday, 12),
        ("unit", _unit, 24),
        ("arithmetic", _arithmetic, 24),
    ):
        while count:
            question, answer = draw(random)
            if question not in seen:
                seen.add(question)
                rows.append((category, question, answer))
                count -= 1
    return rows


# fmt: off
EXTRA = (
    ("general", "고양이의 다리는 몇 개입니까?", "4"), ("general", "오각형의 변은 몇 개입니까?", "5"),
    ("capital", "아르헨티나의 수도는 어디입니까?", "부에노스아이레스"), ("unit", "반나절을 6시간이라 하면 몇 분입니까?", "360"),
    ("calendar", "9월 다음 달은 몇 월입니까?", "10"), ("arithmetic", "백에서 구십구를 빼면 얼마입니까?", "1"),
    ("general", "'왼쪽'의 반대말은 무엇입니까?", "오른쪽"), ("unit", "연필 두 다스는 몇 자루입니까?", "24"),
    ("calendar", "현충일은 6월 며칠입니까?", "6"), ("general", "벼의 열매로 지은 흰 밥의 재료는?", "쌀"),
)
# fmt: on

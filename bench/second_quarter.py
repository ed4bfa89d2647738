"""Two quarters of one department: what stays from the first to the second, and what changes.

The seed has one quarter. This is a made-up department that fills every slow row, so that sixty
rows can stay, and whose fifteen cumulative numbers change; the numbers satisfy the checks.
"""

from __future__ import annotations

from datetime import date

from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference, OrgUnit
from templates.loading.sample import SampleAnswers

UNIT = OrgUnit(
    name="Sở Lao động - Thương binh và Xã hội",
    short_name="Sở LĐ-TB&XH",
    abbreviation="SLĐTBXH",
)
STABLE = {
    "I.01.01": "21",
    "IV.02.01": "47",
    "IV.03.01": "76",
    "IV.04.01": "12",
    "V.04.01": "30",
    "V.05.01": "6",  # these six are fixed for the year
    "III.02": "có",
    "III.04.03.01": "100",
    "III.04.03.02": "21",
    "III.04.03": "121",
    "III.06.01": "4",
    "III.06.02": "10",
    "III.06.03": "100",
    "III.06.04": "98,5",
    "IV.01.01": "8",
    "IV.01.02": "1",
    "IV.01.03": "3",
    "IV.01.04": "3",
    "IV.01.05": "12",
    "IV.02.02": "46",
    "IV.02.03": "8 (HĐ theo NĐ 111)",
    "IV.03.02": "76",
    "IV.04.02": "12",
    "IV.05.01": "4",
    "IV.05.02": "25",
    "IV.05.03": "20",
    "V.01.01": "có",
    "V.01.02": "có",
    "VI.01": "có",
    "VI.02": "1",
    "VI.03.01": "0",
    "VI.03.02": "0",
    "VI.03.03": "1",
    "VI.03.04": "2",
    "VI.04": "có",
    "VI.05": "3",
    "VII.01": "có",
    "VII.02": "2",
    "VII.04": "có",
    "VII.05.01": "13",
    "VII.05.01.01": "13",
    "VII.05.01.02": "13",
    "VII.05.02": "75",
    "VII.05.02.01": "75",
    "VII.05.02.02": "75",
    "VII.05.03": "88",
    "VII.05.06": "20",
    "VII.05.07": "15",
    "VII.06": "có",
    "VII.07": "có",
    "VII.08": "88",
    "VII.09": "29",
    "VII.10": "2",
    "VII.11.01": "121",
    "VII.12.01": "có",
    "VII.12.02": "có",
    "VII.12.03": "có",
    "VII.12.04": "không",
    "VII.12.05": "không",
    "VII.12.06": "không",
}
BEFORE = {
    "I.01.02": "7",
    "I.01.03": "5",
    "I.02.01": "3",
    "I.04.01": "4",
    "I.04.02": "4",
    "II.02.01": "10",
    "II.02.02": "10",
    "III.01.01": "121",
    "III.07.01": "900",
    "III.07.02": "880",
    "V.04.02": "10",
    "V.05.02": "2",
    "VII.03.01": "594",
    "VII.03.01.01": "594",
    "VII.05.04": "220",
}
CHANGED = {
    "I.01.02": "14",
    "I.01.03": "6",
    "I.02.01": "2",
    "I.04.01": "9",
    "I.04.02": "8",
    "II.02.01": "7",
    "II.02.02": "7",
    "III.01.01": "118",
    "III.07.01": "1.050",
    "III.07.02": "1.020",
    "V.04.02": "18",
    "V.05.02": "3",
    "VII.03.01": "702",
    "VII.03.01.01": "702",
    "VII.05.04": "310",
}
FIRST = SampleAnswers(
    unit=UNIT,
    period=Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14)),
    issue=LetterReference(month=3, year=2023),
    texts=STABLE | BEFORE,
)
SECOND = FIRST.model_copy(update={"texts": STABLE | CHANGED})

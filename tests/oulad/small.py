"""A small folder in the form of the open data set, with every quirk that the real one has.

AAA is presented 2013B, 2013J and 2014J, BBB 2013J and 2014B. What people do:

- 101 passes 2013B twice alike (two rows), is enrolled for 2013J, and closes it with 2014J.
- 102 passes 2013B, withdraws from 2013J and fails 2014J: still owes the recertification.
- 103 fails 2013B with 39 and with a blank, passes 2013J with 40: that closes 2013B, too.
- 104 withdraws from 2013B, and has a banked result on 2013J of the day before its start.
- 105 takes BBB only; the later row of the student comes first in the file.
- 106 registers for everything in AAA and never does anything.
- 107 has two rows of the same day, as AAA 2013J and BBB 2013J start together.
"""

from __future__ import annotations

import gzip
from pathlib import Path

CAMPAIGNS = {
    # (training, version): population, evidence superseded
    ("AAA", "2013J"): (2, 3),
    ("BBB", "2014B"): (1, 1),
    ("AAA", "2014J"): (2, 2),
}

#: (user, campaign): status, of what is worth a look
ASSIGNMENTS = {
    ("101", "AAA 2013B registrations"): "completed",
    ("101", "Recertification: AAA v2013J"): "completed",
    ("102", "AAA 2013J registrations"): "cancelled",
    ("102", "Recertification: AAA v2013J"): "not_started",
    ("103", "AAA 2013B registrations"): "completed",
    ("103", "AAA 2013J registrations"): "completed",
    ("103", "Recertification: AAA v2014J"): "not_started",
    ("104", "AAA 2013B registrations"): "cancelled",
    ("104", "AAA 2013J registrations"): "completed",
    ("105", "BBB 2013J registrations"): "completed",
    ("105", "Recertification: BBB v2014B"): "completed",
    ("106", "AAA 2014J registrations"): "not_started",
}

_COURSES = """\
"code_module","code_presentation","module_presentation_length"
"AAA","2014J","269"
"AAA","2013J","268"
"AAA","2013B","240"
"BBB","2014B","234"
"BBB","2013J","268"
"""

_ASSESSMENTS = """\
"code_module","code_presentation","id_assessment","assessment_type","date","weight"
"AAA","2013B","1","TMA","19","50"
"AAA","2013B","2","Exam","","50"
"AAA","2013J","3","TMA","19","100"
"AAA","2014J","4","TMA","19","100"
"BBB","2013J","5","CMA","20","100"
"BBB","2014B","6","CMA","20","100"
"""

# the columns of the real file; some bands have no %, some are blank
_STUDENTS = """\
"code_module","code_presentation","id_student","gender","region","highest_education","imd_band",\
"age_band","num_of_prev_attempts","studied_credits","disability","final_result"
"AAA","2013B","101","M","Scotland","HE Qualification","10-20","0-35","0","60","N","Pass"
"AAA","2014J","101","M","Wales","HE Qualification","","35-55","1","60","N","Pass"
"AAA","2013B","102","F","Ireland","A Level","90-100%","55<=","0","60","N","Withdrawn"
"AAA","2013B","103","F","London Region","A Level","","0-35","0","60","Y","Fail"
"AAA","2013J","103","F","South Region","A Level","","0-35","1","60","Y","Pass"
"AAA","2013J","104","M","Scotland","A Level","20-30%","0-35","1","60","N","Pass"
"AAA","2013B","104","M","Wales","A Level","20-30%","0-35","0","60","N","Withdrawn"
"BBB","2014B","105","F","Wales","A Level","20-30%","35-55","1","30","N","Pass"
"BBB","2013J","105","F","Wales","A Level","20-30%","0-35","0","30","N","Pass"
"AAA","2014J","106","M","Wales","A Level","20-30%","0-35","0","30","N","Fail"
"AAA","2013J","107","M","Ireland","A Level","20-30%","0-35","0","30","N","Fail"
"BBB","2013J","107","M","Scotland","A Level","20-30%","0-35","0","30","N","Fail"
"""

_REGISTRATIONS = """\
"code_module","code_presentation","id_student","date_registration","date_unregistration"
"AAA","2013B","101","-159",""
"AAA","2014J","101","-20",""
"AAA","2013B","102","-53",""
"AAA","2013J","102","-53","12"
"AAA","2013B","103","",""
"AAA","2013J","103","5",""
"AAA","2013J","104","-30",""
"AAA","2013B","104","-30","-3"
"BBB","2013J","105","-30",""
"BBB","2014B","105","-30",""
"AAA","2013B","106","-30",""
"AAA","2013J","106","-30",""
"AAA","2014J","106","-30",""
"AAA","2013J","107","-30",""
"BBB","2013J","107","-30",""
"""

_RESULTS = """\
id_assessment,id_student,date_submitted,is_banked,score
1,101,18,0,78
1,101,18,0,78
4,101,22,0,100
1,102,22,0,41
4,102,22,0,0
1,103,22,0,39
2,103,230,0,
3,103,22,0,40
3,104,-1,1,70
5,105,18,0,80
6,105,18,0,85
3,107,18,0,7
"""


def write(folder: Path) -> Path:
    """Write the folder: files packed and not, with and without CRLF, one with a byte order mark."""
    folder.mkdir()
    (folder / "courses.csv").write_text(_COURSES, encoding="utf-8", newline="\n")
    (folder / "assessments.csv").write_text(_ASSESSMENTS, encoding="utf-8-sig", newline="\r\n")
    (folder / "studentRegistration.csv").write_text(
        _REGISTRATIONS, encoding="utf-8", newline="\r\n"
    )
    for name, text in (
        ("studentInfo", _STUDENTS.replace("\n", "\r\n")),
        ("studentAssessment", _RESULTS),
    ):
        with gzip.open(folder / f"{name}.csv.gz", "wb") as file:
            file.write(text.encode())
    return folder

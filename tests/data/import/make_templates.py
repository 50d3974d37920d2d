#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the standard's three Excel templates as offices would, with all that goes wrong there.

For each file it writes what must come out again, from what it knows about each cell and not from
the program: NAME.expected.csv (every cell of the template in the standard's value names, in the
order of rows) and NAME.findings.csv (row, column, code). The same seed gives the same files.
Nobody in them exists. Run it from this folder; the results are kept beside it.
"""
import csv
import datetime
import random
import sys
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl

warnings.filterwarnings("ignore")
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TEMPLATES = HERE.parent / "htcds"
STAMP = datetime.datetime(2025, 1, 15, 12, 0, 0)

LABELS = [
    ("cas_CaseOwner", "Case Owner"), ("prs_Salutation", "Salutation"),
    ("prs_FirstName", "First Name"), ("prs_SecondName", "Second Name"), ("con_Consent", "Consent"),
    ("prs_Birthdate", "Birthdate"), ("prs_Gender", "Gender"), ("prs_Citizenship", "Citizenship"),
    ("prs_Title", "Title"), ("prs_Email", "Email"), ("prs_HomePhone", "Home Phone"),
    ("prs_MobilePhone", "Mobile Phone"), ("prs_MailingStreet", "Mailing Street"),
    ("prs_MailingCity", "Mailing City"), ("prs_MailingState", "Mailing State/Province"),
    ("prs_MailingPostalCode", "Mailing Zip/Postal Code"), ("prs_MailingCountry", "Mailing Country"),
    ("vic_TraffickingStatus", "Trafficking Status"),
    ("vic_TraffickingStatusDecisionMakingOrg", "Trafficking Status Decision Making Organization"),
    ("vic_MethodOfRecruitment", "Method of Recruitment"),
    ("vic_LocationOfRecruitment", "Location of Recruitment"),
    ("vic_MethodsOfControl", "Methods of Control"), ("vic_TypeOfExploitation", "Type of Exploitation"),
    ("vic_ForcedLabourIndustry", "Forced Labour Industry"),
    ("vic_TypeOfSexExploitation", "Type of Sex Exploitation"),
    ("vic_LocationOfExploitation", "Location of Exploitation"), ("cas_Status", "Status"),
    ("cas_ReferringOrganisation", "Referring Organisation"),
    ("cas_IncomingReferralDate", "Incoming Referral Date"),
    ("cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker"),
    ("cas_ReasonForIncomingReferral", "Reason for Incoming Referral"),
    ("cas_IncomingReferralDetails", "Incoming Referral Details"),
    ("cas_ReferredOrganisation", "Referred Organisation"),
    ("cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker"),
    ("cas_ReasonForOutgoingReferral", "Reason for Outgoing Referral"),
    ("cas_OutgoingReferralDate", "Outgoing Referral Date"),
    ("cas_OutgoingReferralDetails", "Outgoing Referral Details"),
    ("cas_ReasonForCaseClosure", "Reason for Case Closure"),
]
LABEL = dict(LABELS)
LISTS = {
    "prs_Gender": "gender", "prs_Citizenship": "country", "prs_MailingCountry": "country",
    "vic_TraffickingStatus": "trafficking-status",
    "vic_TraffickingStatusDecisionMakingOrg": "decision-org",
    "vic_MethodOfRecruitment": "recruit-method", "vic_MethodsOfControl": "control",
    "vic_TypeOfExploitation": "exploitation-type", "vic_ForcedLabourIndustry": "labour-sector",
    "vic_TypeOfSexExploitation": "sex-form", "cas_Status": "case-status",
    "cas_ReasonForIncomingReferral": "referral-reason",
    "cas_ReasonForOutgoingReferral": "referral-reason",
}
MULTI = {"prs_Citizenship", "vic_MethodOfRecruitment", "vic_MethodsOfControl",
         "vic_TypeOfExploitation", "vic_TypeOfSexExploitation"}


def read_countries():
    root = ET.parse(ROOT / "data" / "codelists" / "country.xml").getroot()
    return [(code.get("value"), code.get("en"), code.get("es")) for code in root.iter("code")]


def read_list(field, name):
    """The standard's values in the order of our list: (value name, its label, our Spanish)."""
    if name == "country":
        return read_countries()
    with open(ROOT / "data" / "htcds" / "htcds_picklists.csv", encoding="utf-8") as file:
        labels = {row["value"].strip(): row["label_en"].strip() for row in csv.DictReader(file)
                  if row["field"] == field}
    codes = {}
    for code in ET.parse(ROOT / "data" / "codelists" / f"{name}.xml").getroot().iter("code"):
        htcds = code.get("htcds")
        # Several codes of ours may be one of the standard; the one that bears its label is it.
        if htcds in labels and (htcds not in codes or code.get("en") == labels[htcds]):
            codes[htcds] = (htcds, labels[htcds], code.get("es"))
    assert set(codes) == set(labels), (field, set(labels) ^ set(codes))
    return list(codes.values())


CODES = {field: read_list(field, name) for field, name in LISTS.items()}
COMMON = {"PE", "EC", "VE", "CO"}

GIVEN = ["María Ángeles", "José Ñaupari", "Jhoselyn", "Wendy Anaís", "Yésica", "Luz Marlene", "Íngrid",
         "Segundo Óscar", "Nélida", "Brayan Smith", "Zoila Rosa", "Kusi Qoyllur", "Étienne", "Débora",
         "Ruth Noemí", "Milagros", "Araceli", "Xiomara", "Edu", "Flor de María"]
SURNAMES = ["Quispe", "Ñáñez", "de la Cruz", "Mamani", "Güere", "del Águila", "Chuquihuanga",
            "Peña", "Jiménez", "Awajún", "Tandazo", "Sarango", "Yangua", "Loayza", "Ojeda", "Cueva",
            "Abad", "Rentería", "Marchán", "Castillo"]
ORGS = ["UPE Tumbes", "Fiscalía Provincial de Zarumilla", "CEM Máncora", "Cáritas del Perú",
        "Defensoría del Pueblo, Piura", "PNP - DEPINTRAP", "MIES Machala"]
OWNERS = ["Rosa Elvira Núñez", "Carlos Peña"]
TEXTS = ["Llamar después de las 18:00; no dejar mensaje.", "=SUMA(1,2) no es una fórmula",
         "Primera línea\nsegunda línea", "Comillas \"dobles\", comas, y puntos; y coma",
         "+51 no es un teléfono", "Vino con su hermana, de 14 años."]


class Filler:
    """One file: rows of cells, what they mean, and what the report must say."""

    def __init__(self, name, seed, language, multi, text_dates):
        self.name, self.language, self.multi, self.text_dates = name, language, multi, text_dates
        self.random = random.Random(seed)
        self.rows = []      # of {field: cell}
        self.expected = []  # of {field: text}
        self.findings = []  # of (index of row or None, field or title, code)
        self.orgs, self.owners = set(), set()

    def find(self, index, field, code):
        self.findings.append((index, field, code))

    def code_cell(self, field, values):
        """A cell as people fill it: label in the language, sometimes the value name, odd case."""
        texts = []
        for htcds, en, es in values:
            style = self.random.random()
            text = {"es": es, "en": en}[self.language] if style < 0.85 else htcds
            if style < 0.15:
                text = text.upper()
            elif style < 0.25:
                text = text.lower()
            elif style < 0.3:
                text = f"  {text} "
            texts.append(text)
        joined = self.random.choice(["; ", ";", " ;"]).join(texts)
        return joined

    def take_codes(self, index, row, expected, field, chance, most=1):
        if self.random.random() > chance:
            return
        codes = CODES[field]
        if LISTS[field] == "country":
            codes = [code for code in codes if code[0] in COMMON]
        n = self.random.randint(1, most) if self.multi and field in MULTI else 1
        values = sorted(self.random.sample(codes, min(n, len(codes))), key=codes.index)
        order = list(values)
        self.random.shuffle(order)
        row[field] = self.code_cell(field, order)
        expected[field] = ";".join(value[0] for value in values)

    def take_date(self, index, row, expected, field, day):
        expected[field] = day.isoformat()
        style = self.random.random()
        if not self.text_dates or style < 0.4:
            row[field] = day
        elif style < 0.6:
            row[field] = day.strftime("%d/%m/%Y")
            if day.day <= 12 and day.day != day.month:
                self.find(index, field, "date-day-first")
        elif style < 0.8:
            row[field] = (day - datetime.date(1899, 12, 30)).days
            self.find(index, field, "date-from-number")
        else:
            row[field] = day.isoformat()

    def take_org(self, index, row, expected, field, chance):
        if self.random.random() > chance:
            return
        org = row[field] = expected[field] = self.random.choice(ORGS)
        if org not in self.orgs:
            self.orgs.add(org)
            self.find(index, field, "institution-made")

    def day(self, first, last):
        return datetime.date(self.random.randint(first, last), self.random.randint(1, 12),
                             self.random.randint(1, 28))

    def add_person(self, index, row, expected):
        rnd = self.random
        # The number makes the name of each row its own.
        row["prs_FirstName"] = expected["prs_FirstName"] = f"{rnd.choice(GIVEN)} {index + 1:03d}"
        surnames = rnd.sample(SURNAMES, rnd.choice([1, 2, 2, 2, 2]))
        expected["prs_SecondName"] = " ".join(surnames)
        row["prs_SecondName"] = ("  " if rnd.random() < 0.2 else " ").join(surnames)
        if rnd.random() < 0.1:
            row["prs_SecondName"] = expected["prs_SecondName"] = "Quispe Mamani Condori"
            self.find(index, "prs_SecondName", "surname-split")
        if rnd.random() < 0.8:
            self.take_date(index, row, expected, "prs_Birthdate", self.day(1970, 2012))
        self.take_codes(index, row, expected, "prs_Gender", 1)
        self.take_codes(index, row, expected, "prs_Citizenship", 0.9, 2)

    def add_texts(self, index, row, expected):
        rnd = self.random
        number = f"9{rnd.randint(10000000, 99999999)}"
        for field, chance, text in [
                ("prs_Salutation", 0.5, rnd.choice(["Sra.", "Señorita", "Don"])),
                ("prs_Title", 0.2, "Docente"), ("prs_Email", 0.3, f"persona{index}@ejemplo.pe"),
                ("prs_HomePhone", 0.3, "+51 72 523 456"), ("prs_MobilePhone", 0.6, f"+51{number}"),
                ("prs_MailingStreet", 0.7, "Jr. Bolívar N.º 123, interior «B»"),
                ("prs_MailingCity", 0.7, rnd.choice(["Zarumilla", "Sullana", "Huaquillas"])),
                ("prs_MailingState", 0.7, rnd.choice(["Tumbes", "Piura", "El Oro", "La frontera"])),
                ("prs_MailingPostalCode", 0.3, "24501"),
                ("vic_LocationOfRecruitment", 0.4, "Mercado Modelo, Tumbes"),
                ("vic_LocationOfExploitation", 0.4, "La Pampa, Madre de Dios"),
                ("cas_ReferringPrimaryCaseWorker", 0.3, "Dra. Inés Zúñiga"),
                ("cas_IncomingReferralDetails", 0.3, rnd.choice(TEXTS)),
                ("cas_ReferredPrimaryCaseWorker", 0.3, "Lic. Raúl Añazco"),
                ("cas_OutgoingReferralDetails", 0.3, rnd.choice(TEXTS)),
                ("cas_ReasonForCaseClosure", 0.2, rnd.choice(TEXTS))]:
            if rnd.random() < chance:
                row[field] = expected[field] = text
        if rnd.random() < 0.2:
            row["prs_MobilePhone"] = int(number)  # as a spreadsheet likes phones
            expected["prs_MobilePhone"] = number

    def add_case(self, index, row, expected):
        rnd = self.random
        self.take_codes(index, row, expected, "prs_MailingCountry", 0.6)
        self.take_codes(index, row, expected, "vic_TraffickingStatus", 0.9)
        self.take_codes(index, row, expected, "vic_TraffickingStatusDecisionMakingOrg", 0.5)
        self.take_codes(index, row, expected, "vic_MethodOfRecruitment", 0.7, 3)
        self.take_codes(index, row, expected, "vic_MethodsOfControl", 0.7, 4)
        self.take_codes(index, row, expected, "vic_TypeOfExploitation", 0.8, 2)
        self.take_codes(index, row, expected, "vic_ForcedLabourIndustry", 0.4)
        self.take_codes(index, row, expected, "vic_TypeOfSexExploitation", 0.3, 2)
        self.take_codes(index, row, expected, "cas_Status", 1)
        self.take_codes(index, row, expected, "cas_ReasonForIncomingReferral", 0.4)
        self.take_codes(index, row, expected, "cas_ReasonForOutgoingReferral", 0.3)
        if rnd.random() < 0.7:
            row["con_Consent"], expected["con_Consent"] = rnd.choice(
                [(True, "TRUE"), (False, "FALSE"), ("Sí", "TRUE"), ("no", "FALSE"), ("x", "TRUE")])
        if rnd.random() < 0.5:
            self.take_date(index, row, expected, "cas_IncomingReferralDate", self.day(2023, 2024))
        if rnd.random() < 0.4:
            self.take_date(index, row, expected, "cas_OutgoingReferralDate", self.day(2024, 2024))
            self.find(index, None, "referral-as-draft")

    def add_row(self):
        index, row, expected = len(self.rows), {}, {}
        self.add_person(index, row, expected)
        self.add_texts(index, row, expected)
        self.add_case(index, row, expected)
        if self.random.random() < 0.8:
            owner = row["cas_CaseOwner"] = expected["cas_CaseOwner"] = self.random.choice(OWNERS)
            if owner not in self.owners:
                self.owners.add(owner)
                self.find(index, "cas_CaseOwner", "unknown-person")
        self.take_org(index, row, expected, "cas_ReferringOrganisation", 0.5)
        self.take_org(index, row, expected, "cas_ReferredOrganisation", 0.4)
        self.rows.append(row)
        self.expected.append(expected)
        return index

    def spoil(self, index, field, cell, expected, code):
        """Puts a cell in place of what the row had, with the one finding that it must give."""
        self.findings = [f for f in self.findings if (f[0], f[1]) != (index, field)]
        self.rows[index][field] = cell
        self.expected[index].pop(field, None)
        if expected:
            self.expected[index][field] = expected
        if code:
            self.find(index, field, code)

    def add_troubles(self):
        self.spoil(3, "vic_MethodsOfControl", "Amenazas veladas", None, "unknown-code")
        self.spoil(5, "prs_Birthdate", "31/02/2001", None, "bad-date")
        self.spoil(7, "prs_Birthdate", "1998", "1998", None)
        self.spoil(9, "prs_Birthdate", 17, None, "age-instead-of-date")
        self.spoil(11, "prs_Birthdate", datetime.date(2190, 5, 5), None, "check")
        self.spoil(13, "prs_Gender", "#REF!", "NonSpecifiedUnknown", "unknown-code")
        self.find(13, "prs_Gender", "missing-value")
        self.spoil(15, "prs_Gender", "Mujer", "Feminine", "read-as")
        self.spoil(17, "cas_Status", "Suspendido", "Active", "unknown-code")
        self.spoil(19, "prs_Birthdate", "5 de marzo de 1999", "1999-03-05", None)
        self.spoil(21, "vic_TypeOfExploitation", "Forced labour; Trabajo raro; Servitude",
                   "ForcedLabour;Servitude", "unknown-code")
        self.spoil(23, "vic_ForcedLabourIndustry", "Construction; Education", "F_Construction",
                   "several-values")
        self.spoil(25, "prs_Email", "sin correo", "sin correo", "check")
        # Nothing but a name.
        index = len(self.rows)
        self.rows.append({"prs_FirstName": "Solo Nombre"})
        self.expected.append({"prs_FirstName": "Solo Nombre", "prs_Gender": "NonSpecifiedUnknown",
                              "cas_Status": "Active"})
        self.find(index, "prs_Gender", "missing-value")
        # Nobody at all, but a story.
        index = len(self.rows)
        self.rows.append({"prs_Gender": "Feminine", "cas_Status": "Closed",
                          "prs_MailingCity": "Aguas Verdes"})
        self.expected.append({"prs_Gender": "Feminine", "cas_Status": "Closed",
                              "prs_MailingCity": "Aguas Verdes"})
        self.find(index, None, "missing-name")
        # Twice the same person.
        for index in (1, 2):
            self.find(len(self.rows), None, "duplicate-in-file")
            for finding in list(self.findings):
                if finding[0] == index and finding[2] not in ("institution-made", "unknown-person"):
                    self.find(len(self.rows), finding[1], finding[2])
            self.rows.append(dict(self.rows[index]))
            self.expected.append(dict(self.expected[index]))

    def fill(self, template, swap, extra):
        keep_vba = template.suffix == ".xlsm"
        book = openpyxl.load_workbook(template, keep_vba=keep_vba)
        sheet = book.worksheets[0]
        titles = {cell.value.strip(): cell.column for cell in sheet[2] if cell.value}
        self.title_of = dict(LABEL)
        if swap:
            for a, b in swap:
                titles[a], titles[b] = titles[b], titles[a]
                sheet.cell(2, titles[a]).value, sheet.cell(2, titles[b]).value = a, b
        if extra:
            titles[extra] = 41
            sheet.cell(2, 41).value = extra
        # Row 30 stays empty, and rows after it go on: people leave gaps.
        self.numbers = [3 + i + (i >= 27) for i in range(len(self.rows))]
        for number, row in zip(self.numbers, self.rows):
            for field, value in row.items():
                cell = sheet.cell(number, titles[LABEL.get(field, field)])
                cell.value = value
                if isinstance(value, int):
                    cell.number_format = "General"  # the templates have dates in some columns
                elif isinstance(value, datetime.date):
                    cell.number_format = "dd/mm/yyyy"
                elif isinstance(value, str):
                    # A text is a text, though it begins like a formula.
                    cell.data_type = "s"
        book.properties.created = book.properties.modified = STAMP
        book.properties.creator = book.properties.lastModifiedBy = "amparo"
        book.save(HERE / f"{self.name}{template.suffix}")

    def write_expected(self):
        with open(HERE / f"{self.name}.expected.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([field for field, _ in LABELS])
            for expected in self.expected:
                writer.writerow([expected.get(field, "") for field, _ in LABELS])
        with open(HERE / f"{self.name}.findings.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["row", "column", "code"])
            rows = []
            for index, field, code in self.findings:
                row = "" if index is None else 2 if index == "header" else self.numbers[index]
                rows.append((str(row), LABEL.get(field, field) or "", code))
            writer.writerows(sorted(rows))


# What the hidden names of the templates have wrong, by title.
SHIFTED = ["Mailing Street", "Mailing City", "Mailing Zip/Postal Code", "Mailing Country"]


def main():
    single = TEMPLATES / "HTCDS_Excel_Spreadsheet_single_select_with_validation_v2.0.xlsx"
    plans = [
        (Filler("plain", 1, "en", False, True), TEMPLATES / "HTCDS_Excel_Spreadsheet_v2.0.xlsx",
         None, None),
        (Filler("single-select", 2, "es", False, False), single,
         [("First Name", "Second Name"), ("Gender", "Type of Exploitation"),
          ("Mailing City", "Status")], None),
        (Filler("multi-select", 3, "es", True, True),
         TEMPLATES / "HTCDS_Excel_Spreadsheet_multi_select_with_validation_v2.0.xlsm", None,
         "Observaciones"),
    ]
    for filler, template, swap, extra in plans:
        for _ in range(60 + 4 * plans.index((filler, template, swap, extra))):
            filler.add_row()
        filler.add_troubles()
        shifted = set(SHIFTED)
        if swap:
            shifted |= {"First Name", "Second Name", "Gender", "Type of Exploitation", "Status"}
            # The name above "Mailing City" now stands above "Status" and the other way round.
        for title in sorted(shifted):
            filler.find("header", title, "header-repaired")
        if "select" in filler.name:
            filler.find(None, None, "sheet-chosen")
        elif len(openpyxl.load_workbook(template).worksheets) > 1:
            filler.find(None, None, "sheet-chosen")
        if extra:
            filler.rows[4][extra] = "Prefiere que la llamen Luz"
            filler.rows[6][extra] = "Segunda visita"
            filler.find("header", extra, "unknown-column")
        filler.fill(template, swap, extra)
        filler.write_expected()
        print(filler.name, len(filler.rows), "rows", len(filler.findings), "findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a LimeSurvey file holds besides questions: settings, mails, quotas, looks. It is listed; little of it is carried."""

from collections.abc import Iterable, Mapping
from typing import Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.lime_document import LimeDocument, Row

SETTINGS: Final[Mapping[str, frozenset[str]]] = {
    "anonymized": frozenset({"N", "Y"}), "datestamp": frozenset({"N", "Y"}), "usecookie": frozenset({"N"}),
    "allowregister": frozenset({"N"}), "allowsave": frozenset({"Y", "N"}),
    "ipaddr": frozenset({"N"}), "refurl": frozenset({"N"}),
    "savetimings": frozenset({"N"}), "usetokens": frozenset({"N"}), "usecaptcha": frozenset({"N", "D", "E"}),
    "expires": frozenset(), "startdate": frozenset(), "tokenanswerspersistence": frozenset({"N"}),
    "publicstatistics": frozenset({"N"}), "publicgraphs": frozenset({"N"}), "printanswers": frozenset({"N"}),
    "alloweditaftercompletion": frozenset({"N"}), "autoredirect": frozenset({"N"}),
    "attributedescriptions": frozenset({"[]", "{}", "a:0:{}"}),
    "showsurveypolicynotice": frozenset({"0"}), "navigationdelay": frozenset({"0"}), "questionindex": frozenset({"0"}),
    "othersettings": frozenset(), "listpublic": frozenset({"N", "Y"}),
    "sendconfirmation": frozenset({"N", "Y"}), "htmlemail": frozenset({"N", "Y"}), "googleanalyticsstyle": frozenset({"0"}),
    "ipanonymize": frozenset({"N", "Y"}), "access_mode": frozenset({"O", "C"}), "allowjumps": frozenset({"N"}),
    "bounceprocessing": frozenset({"N"}), "tokenlength": frozenset({"15"}),
}  # fmt: skip
"""Settings of collecting, with the values that mean nothing."""
NAMING: Final = frozenset({
    "sid", "gsid", "owner_id", "surveyls_survey_id", "language", "additional_languages", "format", "datecreated",
    "lastmodified", "active", "assessments", "version", "autonumber_start",
})  # fmt: skip
"""Fields that name the survey or are read elsewhere."""
PRIVATE: Final = ("admin", "bounce_email", "bounceaccount", "bouncetime", "email", "faxto", "googleanalyticsapikey")
"""How fields begin that hold people, addresses and passwords: they are named, and what stands in them is never kept."""
INHERITED: Final = frozenset({"", "I", "-1", "inherit"})
LOOKS: Final[Mapping[str, frozenset[str]]] = {
    "template": frozenset({"default", "fruity", "vanilla"}), "showwelcome": frozenset({"Y"}),
    "showprogress": frozenset({"Y", "N"}),
    "showgroupinfo": frozenset({"B"}), "showqnumcode": frozenset({"X"}), "showxquestions": frozenset({"Y", "N"}),
    "shownoanswer": frozenset({"Y", "N"}), "nokeyboard": frozenset({"N"}), "allowprev": frozenset({"Y"}),
}  # fmt: skip
MAILS: Final = ("invite", "remind", "register", "confirm")
ADMIN_MAILS: Final = ("email_admin_notification", "email_admin_responses")
TABLES: Final[Mapping[str, tuple[str, str]]] = {
    "quota": ("quota", "quota_in_survey"),
    "quota_members": ("quota", "quota_in_survey"),
    "quota_languagesettings": ("quota", "quota_in_survey"),
    "quota_l10ns": ("quota", "quota_in_survey"),
    "assessments": ("assessment", "assessment"),
    "survey_url_parameters": ("setting", "set_when_opened"),
    "survey_urlparams": ("setting", "set_when_opened"),
    "plugin_settings": ("plugin", "plugin"),
    "themes": ("look", "looks"),
    "themes_inherited": ("look", "looks"),
    "tokens": ("participants", "participants"),
    "surveys_groups": ("setting", "set_when_opened"),
}
NAMED: Final[Mapping[str, str]] = {
    "quota": "name",
    "assessments": "name",
    "plugin_settings": "name",
    "survey_url_parameters": "parameter",
}


def leave_rest(document: LimeDocument, ledger: Ledger) -> None:
    """List all that stands in the file beside the questions."""
    leave_settings(document.settings, ledger)
    leave_mails(document, ledger)
    leave_defaults(document, ledger)
    for table, count in document.others.items():
        what, why = TABLES.get(table, ("setting", "unknown_part"))
        rows = document.tables.get(table, [])
        if table not in NAMED or not rows:
            if table not in {"quota_members", "quota_languagesettings", "quota_l10ns"}:
                ledger.leave(what, "", why, f"{table}: {count}")
            continue
        for row in rows:
            ledger.leave(what, "", why, describe_row(table, row, document))


def describe_row(table: str, row: Row, document: LimeDocument) -> str:
    """Describe a quota, a rule of assessment or a parameter so that a person finds it again."""
    name = row.get(NAMED[table], "") or row.get("id", "")
    if table != "quota":
        return f"{table}: {name}"
    members = [
        f"{question.code} = {member.get('code', '')}"
        for member in document.tables.get("quota_members", ())
        if member.get("quota_id") == row.get("id") and (question := document.questions.get(member.get("qid", "")))
    ]
    limit = f"{name}: {row.get('qlimit', '')}"
    return f"{limit} ({'; '.join(members)})" if members else limit


def leave_settings(settings: Row, ledger: Ledger) -> None:
    """List the settings of the survey that mean something."""
    shown: list[str] = []
    people = [name for name, value in settings.items() if name.startswith(PRIVATE) and value not in INHERITED | {"0"}]
    for name, value in settings.items():
        if name.startswith(PRIVATE):
            continue
        usual = SETTINGS.get(name)
        if usual is not None and value not in INHERITED | usual:
            ledger.leave("setting", "", "set_when_opened", f"{name} = {value}")
        elif name in LOOKS and value not in INHERITED | LOOKS[name]:
            shown.append(f"{name} = {value}")
        elif name not in {*SETTINGS, *LOOKS, *NAMING} and value not in INHERITED | {"N", "0", "[]", "{}"}:
            ledger.leave("setting", "", "unknown_part", f"{name} = {value}")
    if settings.get("assessments") == "Y":
        ledger.leave("assessment", "", "assessment", "assessments = Y")
    if shown:
        ledger.leave("look", "", "looks", "; ".join(shown))
    if people:
        ledger.leave("setting", "", "private", ", ".join(people))


def leave_mails(document: LimeDocument, ledger: Ledger) -> None:
    """List e-mail templates, the information clause, the address at the end and other texts of the survey."""
    for name in MAILS:
        leave_text(document, ledger, "mail", "mail_anew", (f"surveyls_email_{name}_subj", f"surveyls_email_{name}"))
    for name in ADMIN_MAILS:
        leave_text(document, ledger, "mail", "mail_anew", (f"{name}_subj", name))
    for name in ("surveyls_policy_notice", "surveyls_policy_error", "surveyls_policy_notice_label", "surveyls_legal_notice"):
        leave_text(document, ledger, "text", "set_when_opened", (name,))
    for name in ("surveyls_url", "surveyls_urldescription", "surveyls_alias"):
        leave_text(document, ledger, "setting", "set_when_opened", (name,))
    leave_text(document, ledger, "participants", "participants", ("surveyls_attributecaptions",))
    leave_text(document, ledger, "attachment", "mail_anew", ("attachments",))


def leave_text(document: LimeDocument, ledger: Ledger, what: str, why: str, names: Iterable[str]) -> None:
    """List a text of the survey once, with the languages in which it is written."""
    fields = tuple(names)
    spoken = [
        language for language, row in document.texts.items()
        if any(row.get(name, "").strip() not in {"", "[]", "{}", "N;", "a:0:{}"} for name in fields)
    ]  # fmt: skip
    if spoken:
        ledger.leave(what, "", why, f"{fields[-1]} ({', '.join(spoken)})")


def leave_defaults(document: LimeDocument, ledger: Ledger) -> None:
    """List answers that LimeSurvey fills in beforehand."""
    translated: dict[str, str] = {}
    for row in document.tables.get("defaultvalue_l10ns", ()):
        translated.setdefault(row.get("dvid", ""), row.get("defaultvalue", ""))
    for row in document.tables.get("defaultvalues", ()):
        value = row.get("defaultvalue", "") or translated.get(row.get("dvid", ""), "")
        question = document.questions.get(row.get("qid", ""))
        if not value:
            continue
        part = document.questions.get(row.get("sqid", ""))
        where = question.code if question else ""
        ledger.leave("default", where, "prefilled", f"{part.code} = {value}" if part else value)

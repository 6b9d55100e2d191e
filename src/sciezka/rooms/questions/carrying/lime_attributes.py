"""LimeSurvey's attributes of questions: which are carried, and what becomes of each of the others.

Attributes that are empty, or say what LimeSurvey does anyway, mean nothing and are passed over. The names and what they
do are described in LimeSurvey's manual under "Question attributes".
"""

from collections.abc import Mapping
from typing import Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.lime_document import LimeQuestion

LOOKS: Final = frozenset({
    "answer_width", "answer_width_bycolumn", "button_size", "category_separator", "choice_input_columns", "choice_title",
    "crop_or_resize", "cssclass", "display_columns", "display_rows", "display_type", "dropdown_dates_minute_step",
    "dropdown_prefix", "dropdown_prepostfix", "dropdown_separators", "dropdown_size", "fix_height", "fix_width",
    "hide_tip", "horizontal_scroll", "images", "input_boxes", "input_size", "keep_aspect", "label_input_columns",
    "location_mapheight", "location_mapwidth", "maximum_width", "numbers_only_style", "placeholder", "printable_help",
    "question_template", "rank_title", "repeat_headings", "reverse", "samechoiceheight", "samelistheight",
    "show_grand_total", "show_totals", "showpopups", "slider_custom_handle", "slider_handle", "slider_middlestart",
    "slider_orientation", "slider_rating", "slider_reset", "slider_separator", "slider_showminmax", "subquestion_width",
    "text_input_columns", "text_input_width", "text_input_box_width", "thousands_separator", "use_dropdown",
    "question_template_json", "array_filter_style", "statistics_style", "dropdown_dates", "dropdown_dates_month_style",
    "multiflexible_step_style", "other_position_style", "image", "question_theme_name", "slider_reversed",
    "location_nodefaultfromip", "show_title", "show_comment", "num_value_style", "scale_header_style",
})  # fmt: skip
STATISTICS: Final = frozenset(
    {"statistics_graphtype", "statistics_showgraph", "public_statistics", "scale_export", "statistics_showmap"}
)
CHECKING: Final = frozenset({"em_validation_q", "em_validation_sq"})
CHECKING_TIPS: Final = frozenset({"em_validation_q_tip", "em_validation_sq_tip", "validation_tip"})
COLLECTING: Final = frozenset({
    "clear_default", "encrypted", "location_city", "location_country", "location_state", "location_postal",
})  # fmt: skip
MEANINGLESS: Final = frozenset({"", "0", "N", "n", "default", "none", "false", "inherit"})
USUAL: Final[Mapping[str, frozenset[str]]] = {
    "answer_order": frozenset({"normal"}),
    "subquestion_order": frozenset({"normal"}),
    "commented_checkbox": frozenset({"checked", "always"}),
    "commented_checkbox_auto": frozenset({"1"}),
    "display_type": frozenset({"button"}),
    "fix_height": frozenset({"200"}),
    "location_mapheight": frozenset({"300"}),
    "location_mapwidth": frozenset({"500"}),
    "location_defaultcoordinates": frozenset(),
    "max_num_of_files": frozenset({"1"}),
    "other_position": frozenset({"default", "end"}),
    "question_template": frozenset({"core"}),
    "save_as_default": frozenset({"Y"}),
    "samechoiceheight": frozenset({"1"}),
    "samelistheight": frozenset({"1"}),
    "show_comment": frozenset({"1"}),
    "show_title": frozenset({"1"}),
    "showpopups": frozenset({"1"}),
    "slider_layout": frozenset(),
    "slider_orientation": frozenset({"0"}),
    "slider_showminmax": frozenset({"0"}),
    "statistics_graphtype": frozenset({"0"}),
    "statistics_showgraph": frozenset({"1"}),
    "statistics_showmap": frozenset({"1"}),
    "slider_separator": frozenset({"|"}),
    "slider_handle": frozenset({"0", "1"}),
    "slider_custom_handle": frozenset({"f1ae"}),
    "dropdown_separators": frozenset({"|"}),
    "dropdown_dates_month_style": frozenset({"0"}),
    "keep_codes_order": frozenset({"1"}),
    "max_filesize": frozenset({"10240"}),
}
"""What LimeSurvey does anyway, besides what is meaningless everywhere."""


class Attributes:
    """The attributes of one question; those that were not asked for are told of at the end."""

    def __init__(self, question: LimeQuestion, ledger: Ledger) -> None:
        self.question = question
        self.ledger = ledger
        self.taken: set[str] = set()

    def words(self, name: str) -> dict[str, str]:
        """Take an attribute in all languages it is given in."""
        self.taken.add(name)
        return {language: value for language, value in self.question.attributes.get(name, {}).items() if value.strip()}

    def value(self, name: str) -> str:
        """Take an attribute that is the same in all languages."""
        return next(iter(self.words(name).values()), "").strip()

    def flag(self, name: str) -> bool:
        """Take an attribute that is yes or no."""
        return self.value(name).lower() not in MEANINGLESS

    def number(self, name: str) -> float | None:
        """Take a number; an expression in its place is listed."""
        value = self.value(name)
        if not value:
            return None
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            self.leave(name, "expression", what="constraint")
            return None
        if abs(number) > 1e12:  # noqa: PLR2004 - LimeSurvey's own way of writing "any"
            return None
        return int(number) if number.is_integer() else number

    def leave(self, name: str, why: str, *, what: str = "attribute") -> None:
        """List one attribute as left out, or as carried changed."""
        self.taken.add(name)
        values = [value for value in self.question.attributes.get(name, {}).values() if value.strip()]
        if values:
            self.ledger.leave(what, self.question.code, why, f"{name} = {' / '.join(dict.fromkeys(values))}")

    def leave_rest(self) -> None:
        """List every attribute that has a meaning and was not asked for."""
        looks: list[str] = []
        statistics: list[str] = []
        for name in self.question.attributes:
            values = {value.strip() for value in self.question.attributes[name].values()}
            values -= MEANINGLESS | USUAL.get(name, frozenset())
            if name in self.taken or not values:
                continue
            shown = f"{name} = {' / '.join(sorted(values))}"
            if name in LOOKS:
                looks.append(shown)
            elif name in STATISTICS:
                statistics.append(shown)
            elif name.startswith("time_limit"):
                if self.question.attributes.get("time_limit", {}).get("", "").strip() not in MEANINGLESS:
                    self.leave(name, "timing")
            elif name in CHECKING | CHECKING_TIPS:
                self.leave(name, "checked_by_expression", what="constraint")
            else:
                self.leave(name, "set_when_opened" if name in COLLECTING else "unknown_part")
        if looks:
            self.ledger.leave("look", self.question.code, "looks", "; ".join(looks))
        if statistics:
            self.ledger.leave("attribute", self.question.code, "statistics", "; ".join(statistics))

"""Loading the demonstration's questionnaires: one that the city wrote, its questions in the bank, and one brought in."""

from typing import Final

from django.db import transaction
from django.utils.translation import override

from sciezka.rooms.people.queries import active_people
from sciezka.rooms.questions.actions.bank import keep_item
from sciezka.rooms.questions.actions.editions import make_questionnaire
from sciezka.rooms.questions.actions.importing import import_questionnaire
from sciezka.rooms.questions.carrying import read_lss
from sciezka.rooms.questions.demo import FILE, read_file, read_own
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.town.models import Workspace

WORKSPACE: Final = "jelenia-gora"
LEADER: Final = "koordynator@demo.sciezka.example"


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's questionnaires, unless some are there already; tell whether anything was loaded."""
    workspace = Workspace.objects.filter(slug=WORKSPACE).first()
    leader = active_people().filter(email=LEADER, is_demo=True).first()
    if workspace is None or leader is None or Questionnaire.objects.filter(workspace=workspace).exists():
        return False
    data = read_own()
    with override("pl"):
        import_questionnaire(actor=leader, workspace=workspace, carried=read_lss(read_file()), source=FILE)
        own = make_questionnaire(
            actor=leader,
            workspace=workspace,
            title=data["title"],
            schema=read_questionnaire(data["content"]),
            audience=data["audience"],
        )
        for row in data["kept"]:
            keep_item(
                actor=leader, questionnaire=own, item_code=row["item"], code=row["code"], theme=row["theme"],
                remark=row["remark"],
            )  # fmt: skip
    return True

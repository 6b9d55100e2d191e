"""The diagnosis room's addresses."""

from django.urls import URLPattern, path

from sciezka.rooms.diagnosis.views import evidence, files, products, resources, steps, trees

DIAGNOSIS = "biuro/<slug:workspace>/<slug:process>/drzewa/"
TREE = f"{DIAGNOSIS}<int:tree>/"
RESOURCES = "biuro/<slug:workspace>/<slug:process>/zasoby/"
RESOURCE = f"{RESOURCES}<int:resource>/"
PRODUCTS = f"{RESOURCES}produkty/"
PRODUCT = f"{PRODUCTS}<int:product>/"
EVIDENCE = "biuro/<slug:workspace>/<slug:process>/dowody/"
PASSAGE = f"{EVIDENCE}dokumenty/<int:passage>/"
NOTE = f"{EVIDENCE}opinie/<int:expert_note>/"

app_name = "diagnosis"
urlpatterns: list[URLPattern] = [
    path(DIAGNOSIS, trees.show_trees, name="trees"),
    path(f"{DIAGNOSIS}nowe/", trees.make, name="tree_new"),
    path(f"{DIAGNOSIS}tezy/<int:statement>/", trees.show_statement, name="statement"),
    path(TREE, trees.show, name="tree"),
    path(f"{TREE}nazwa/", trees.edit, name="tree_edit"),
    path(f"{TREE}cele/", trees.turn, name="turn"),
    path(f"{TREE}sformulowanie/", steps.word, name="word"),
    path(f"{TREE}dodanie/", steps.add, name="add"),
    path(f"{TREE}wstawienie/", steps.place, name="place"),
    path(f"{TREE}tresc/", steps.say, name="say"),
    path(f"{TREE}powiazanie/", steps.hang, name="hang"),
    path(f"{TREE}przeniesienie/", steps.move, name="move"),
    path(f"{TREE}odczepienie/", steps.untie, name="untie"),
    path(f"{TREE}kolejnosc/", steps.order, name="order"),
    path(f"{TREE}odlozenie/", steps.aside, name="aside"),
    path(f"{TREE}usuniecie/", steps.remove, name="remove"),
    path(f"{TREE}powrot/", steps.put_back, name="put_back"),
    path(f"{TREE}cofniecie/", steps.undo, name="undo"),
    path(f"{TREE}ponowienie/", steps.redo, name="redo"),
    path(f"{TREE}drzewo.svg", files.give_svg, name="tree_svg"),
    path(f"{TREE}drzewo.png", files.give_png, name="tree_png"),
    path(f"{TREE}drzewo.pdf", files.give_pdf, name="tree_pdf"),
    path(f"{TREE}konspekt.txt", files.give_text, name="tree_text"),
    path(f"{TREE}zmiany/", files.stream, name="tree_stream"),
    path(f"{TREE}stan/", files.give_state, name="tree_state"),
    path(RESOURCES, resources.show_list, name="resources"),
    path(f"{RESOURCES}nowy/", resources.make, name="resource_new"),
    path(f"{RESOURCES}mapa/", resources.show_map, name="resource_map"),
    path(f"{RESOURCES}mapa.svg", resources.give_svg, name="resource_map_svg"),
    path(f"{RESOURCES}mapa.png", resources.give_png, name="resource_map_png"),
    path(f"{RESOURCES}plan/", resources.show_plan, name="resources_plan"),
    path(f"{RESOURCES}zbieranie/", resources.gather, name="resources_gather"),
    path(f"{RESOURCES}zasoby.csv", resources.give_csv, name="resources_csv"),
    path(RESOURCE, resources.show, name="resource"),
    path(f"{RESOURCE}zmiana/", resources.edit, name="resource_edit"),
    path(f"{RESOURCE}lista/", resources.decide, name="resource_off"),
    path(PRODUCTS, products.show_list, name="products"),
    path(f"{PRODUCTS}nowy/", products.make, name="product_new"),
    path(PRODUCT, products.show, name="product"),
    path(f"{PRODUCT}zmiana/", products.edit, name="product_edit"),
    path(f"{PRODUCT}lista/", products.decide, name="product_off"),
    path(EVIDENCE, evidence.show_list, name="evidence"),
    path(f"{EVIDENCE}dowody.csv", evidence.give_csv, name="evidence_csv"),
    path(f"{EVIDENCE}dokumenty/nowy/", evidence.make_passage, name="passage_new"),
    path(PASSAGE, evidence.show_passage, name="passage"),
    path(f"{PASSAGE}zmiana/", evidence.edit_passage, name="passage_edit"),
    path(f"{PASSAGE}lista/", evidence.decide_passage, name="passage_off"),
    path(f"{EVIDENCE}opinie/nowa/", evidence.make_note, name="expert_note_new"),
    path(NOTE, evidence.show_note, name="expert_note"),
    path(f"{NOTE}zmiana/", evidence.edit_note, name="expert_note_edit"),
    path(f"{NOTE}lista/", evidence.decide_note, name="expert_note_off"),
]

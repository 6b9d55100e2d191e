"""compute_index against published and independently computed tables, from the files in to the file out."""

import json
from pathlib import Path

import numpy as np
import pytest

from sciezka.core.index.types import Node, Structure
from tests.core.index.golden import assert_agrees, golden_file, make_flat_structure, read_asem_structure, read_golden
from tests.rooms.monitor.index_files import compute, write_data, write_tree

VOIVODESHIPS = "clustersim/in_voivodships_urban_housing_2007.csv"
VOIVODESHIP_SIGNS = [1, 1, 1, 1, 1, 1, -1, -1, 1, 1]


@pytest.mark.parametrize("stage", ["Denominated", "Screened"])
def test_the_asem_index_agrees_with_coinr_from_data_to_ranks(tmp_path: Path, stage: str) -> None:
    data, structure = read_golden(f"coinr/stage_{stage}.csv"), read_asem_structure()
    leaves = structure.leaves
    countries = read_golden("coinr/in_asem_iData.csv").sort_as(data)
    run = compute(
        tmp_path,
        write_data(data.take(leaves), leaves, data.units, countries.text["EurAsia_group"]),
        write_tree(structure),
        'order = ["impute", "treat"]\n[impute]\nmethod = "mean"\nwithin = ["group"]\n'
        '[treat]\nmethod = "skew_kurtosis"\nmax_points = 5\n'
        '[normalise]\nmethod = "minmax"\nlow = 0\nhigh = 100\nwithin = ["year"]\n',
    )
    normalised = read_golden("coinr/stage_Normalised.csv").sort_as(data)
    aggregated = read_golden("coinr/stage_Aggregated.csv").sort_as(data)
    scores, ranks = (read_golden(f"coinr/results_{what}.csv", ("uCode", "uName")) for what in ("scores", "ranks"))
    for leaf in leaves:
        assert_agrees(np.array(run.scores(leaf, data.units)), normalised.take([leaf])[0])
    for node in structure.upward:
        assert_agrees(np.array(run.scores(node, data.units)), aggregated.take([node])[0])
        assert_agrees(np.array(run.scores(node, scores.units)), scores.take([node])[0])
        assert run.ranks(node, ranks.units) == ranks.take([node])[0].astype(int).tolist()


@pytest.mark.parametrize(
    ("table", "stage", "recipe"),
    [
        ("norm_dist2max", "Treated", 'method = "distance_to_leader"'),
        ("norm_dist2targ_iMeta", "Treated", 'method = "distance_to_target"'),
        ("norm_dist2ref_5", "Treated", 'method = "distance_to_reference"\nreference = "BGR"'),
        ("norm_zscore_10_2", "Treated", 'method = "zscore"\nmean = 10\nsd = 2\nddof = 1.0'),
        ("norm_scaled_0_100", "Treated", 'method = "none"'),
        ("agg_minmax_1_100__hmean", "Treated", 'method = "minmax"\nlow = 1\n[aggregate]\nmethod = "harmonic"'),
        (
            "agg_minmax_1_100__amean_gmean_amean",
            "Treated",
            'method = "minmax"\nlow = 1\n[aggregate]\nlevels = {Conn = "geometric", Sust = "geometric"}',
        ),
        ("miss_agg_amean_datthresh_0.66", "Denominated", 'method = "minmax"\n[aggregate]\nmin_share = 0.66'),
        ("miss_norm_minmax_0_100", "Denominated", 'method = "minmax"'),
    ],
)
def test_every_step_agrees_with_coinr_through_the_command(tmp_path: Path, table: str, stage: str, recipe: str) -> None:
    data, golden, structure = (
        read_golden(f"coinr/stage_{stage}.csv"),
        read_golden(f"coinr/{table}.csv"),
        read_asem_structure(),
    )
    leaves = structure.leaves
    text = write_data(data.take(leaves), leaves, data.units)
    run = compute(tmp_path, text, write_tree(structure), f"[normalise]\n{recipe}\n")
    for node in golden.columns:
        assert_agrees(np.array(run.scores(node, golden.units)), golden.take([node])[0])


@pytest.mark.parametrize(
    ("table", "recipe"),
    [
        ("agg_minmax_0_100__amean__weights_alt", 'method = "arithmetic"'),
        ("agg_minmax_1_100__gmean__weights_alt", 'method = "geometric"'),
    ],
)
def test_other_weights_in_the_structure_agree_with_coinr(tmp_path: Path, table: str, recipe: str) -> None:
    golden, weights = read_golden(f"coinr/{table}.csv"), read_golden("coinr/weights_alt.csv", ("iCode",))
    given = dict(zip(weights.units, weights.take(["Weight"])[0], strict=True))
    nodes = read_asem_structure().nodes
    structure = Structure(tuple(Node(node.code, node.parent, float(given[node.code])) for node in nodes))
    data = write_data(golden.take(structure.leaves), structure.leaves, golden.units)
    run = compute(tmp_path, data, write_tree(structure), f'[normalise]\nmethod = "none"\n[aggregate]\n{recipe}\n')
    for node in structure.upward:
        assert_agrees(np.array(run.scores(node, golden.units)), golden.take([node])[0])


def test_the_better_life_index_by_mazziotta_and_pareto(tmp_path: Path) -> None:
    data, golden = (
        read_golden("compind/in_BLI_2017.csv", ("country",)),
        read_golden("compind/BLI_2017_mpi.csv", ("country",)),
    )
    run = compute(
        tmp_path,
        write_data(data.take(data.columns), data.columns, data.units),
        write_tree(make_flat_structure(data.columns)),
        '[normalise]\nmethod = "zscore"\nmean = 100\nsd = 10\nddof = 1\n[aggregate]\nmethod = "mpi"\nddof = 1\n',
    )
    assert_agrees(np.array(run.scores("ALL", golden.units)), golden.take(["mpi_minus"])[0])


def test_the_better_life_index_by_hellwig(tmp_path: Path) -> None:
    golden = read_golden("compind/BLI_2017_hellwig_zscore.csv", ("country",))
    data = read_golden("compind/in_BLI_2017.csv", ("country",))
    run = compute(
        tmp_path,
        write_data(data.take(data.columns), data.columns, data.units),
        write_tree(make_flat_structure(data.columns)),
        '[aggregate]\nmethod = "hellwig"\nddof = 1\n',
    )
    assert_agrees(np.array(run.scores("ALL", golden.units)), golden.take(["hellwig_measure"])[0])
    assert run.ranks("ALL", golden.units) == golden.take(["rank"])[0].astype(int).tolist()


def test_transport_of_european_regions_by_hellwig_on_raw_values(tmp_path: Path) -> None:
    data = read_golden("compind/in_EU_NUTS1.csv", ("NUTS_CODE",))
    golden = read_golden("compind/EU_NUTS1_wroclaw_raw.csv", ("NUTS_CODE",))
    run = compute(
        tmp_path,
        write_data(data.take(["roads", "trains"]), ["roads", "trains"], data.units),
        write_tree(make_flat_structure(["roads", "trains"])),
        '[normalise]\nmethod = "none"\n[aggregate]\nmethod = "hellwig"\nddof = 1\n',
    )
    assert_agrees(1 - np.array(run.scores("ALL", golden.units)), golden.take(["wroclaw_raw"])[0])


@pytest.mark.parametrize("ddof", [0, 1])
def test_housing_in_voivodeships_by_hellwig(tmp_path: Path, ddof: int) -> None:
    data, golden = read_golden(VOIVODESHIPS, ("object",)), read_golden("clustersim/voiv_hellwig_compind.csv", ("object",))
    run = compute(
        tmp_path,
        write_data(data.take(data.columns), data.columns, data.units),
        write_tree(make_flat_structure(data.columns, VOIVODESHIP_SIGNS)),
        f'[normalise]\nddof = {ddof}\n[aggregate]\nmethod = "hellwig"\nddof = 1\n',
    )
    assert_agrees(np.array(run.scores("ALL", golden.units)), golden.take(["hellwig_measure"])[0])
    assert run.ranks("ALL", golden.units) == golden.take(["rank"])[0].astype(int).tolist()


def test_housing_in_voivodeships_by_zero_unitarisation(tmp_path: Path) -> None:
    data, golden = read_golden(VOIVODESHIPS, ("object",)), read_golden("clustersim/voiv_zero_unitarisation.csv", ("object",))
    run = compute(
        tmp_path,
        write_data(data.take(data.columns), data.columns, data.units),
        write_tree(make_flat_structure(data.columns, VOIVODESHIP_SIGNS)),
        '[normalise]\nmethod = "unitarisation"\n',
    )
    assert_agrees(np.array(run.scores("ALL", golden.units)), golden.take(["mzu"])[0])
    assert run.ranks("ALL", golden.units) == golden.take(["rank"])[0].astype(int).tolist()


@pytest.mark.parametrize(
    ("method", "column"), [("unitarisation", "topsis_minmax_pymcdm"), ("vector", "topsis_vector_pyrepo")]
)
def test_housing_in_voivodeships_by_topsis(tmp_path: Path, method: str, column: str) -> None:
    data, golden = read_golden(VOIVODESHIPS, ("object",)), read_golden("mcda/voivodships_mcda.csv", ("object",))
    run = compute(
        tmp_path,
        write_data(data.take(data.columns), data.columns, data.units),
        write_tree(make_flat_structure(data.columns, VOIVODESHIP_SIGNS)),
        f'[normalise]\nmethod = "{method}"\n[aggregate]\nmethod = "topsis"\n',
    )
    assert_agrees(np.array(run.scores("ALL", golden.units)), golden.take([column])[0])


@pytest.mark.parametrize(
    ("file", "test", "decimals", "method"),
    [
        ("published_worked_examples.json", "test_output", 3, "unitarisation"),
        ("published_worked_examples_pyrepo.json", None, 2, "vector"),
    ],
)
def test_published_worked_examples_of_topsis(
    tmp_path: Path, file: str, test: str | None, decimals: int, method: str
) -> None:
    read = json.loads(golden_file(f"mcda/{file}").read_text(encoding="utf-8"))
    examples = read["examples"] if isinstance(read, dict) else read
    example = next(one for one in examples if one["method"] == "TOPSIS" and one.get("test") == test)
    leaves = [f"c{at}" for at in range(len(example["types"]))]
    described = zip(leaves, example["weights"], example["types"], strict=True)
    structure = Structure((Node("ALL"), *(Node(code, "ALL", weight, int(sign)) for code, weight, sign in described)))
    block = np.array(example["matrix"], dtype=float).T
    units = [f"a{at}" for at in range(block.shape[1])]
    run = compute(
        tmp_path,
        write_data(block, leaves, units),
        write_tree(structure),
        f'[normalise]\nmethod = "{method}"\n[aggregate]\nmethod = "topsis"\n',
    )
    assert np.abs(np.array(run.scores("ALL", units)) - example["output"]).max() <= 0.5 * 10**-decimals + 5e-4


def test_the_worked_example_of_the_human_development_index(tmp_path: Path) -> None:
    golden = json.loads(golden_file("mcda/hdi_2020_technical_note_example.json").read_text(encoding="utf-8"))
    low, high = (np.log(bound) for bound in golden["goalposts"]["gni_pc_ppp2017"])
    tree = (
        "code,parent,weight,direction,low,high\nHDI,,,,,\nhealth,HDI,1,1,20,85\nincome,HDI,1,1,"
        f"{low:.17g},{high:.17g}\neducation,HDI,1,,,\nexpected,education,1,1,0,18\nmean,education,1,1,0,15\n"
    )
    # The indices of health and education are published, so the years are worked back from them.
    health, school = 20 + 65 * golden["life_expectancy_index"], golden["education_index"]
    data = (
        f"unit,health,income,expected,mean\nexample,{health:.17g},{np.log(golden['gni_pc']):.17g},"
        f"{18 * school:.17g},{15 * school:.17g}\n"
    )
    recipe = '[normalise]\nmethod = "goalposts"\n[aggregate]\nmethod = "geometric"\nlevels = {education = "arithmetic"}\n'
    run = compute(tmp_path, data, tree, recipe)
    assert run.scores("income", ["example"])[0] == pytest.approx(golden["gni_index"], abs=5e-5)
    assert run.scores("education", ["example"])[0] == pytest.approx(school, abs=1e-12)
    assert run.scores("HDI", ["example"])[0] == pytest.approx(golden["hdi"], abs=5e-4)
    assert run.ranks("HDI", ["example"]) == [1]

// A ranking and a choice of a few: how their answers are read from the page and written to it.

export function setUp(page) {
  return page.data.kind === "ranking" ? setUpRanking(page) : setUpPick(page);
}

function setUpPick({ data, words, form, cells, fill, announce }) {
  const box = (cell) => cell.querySelector(".pick__box");
  const done = () => [...cells.values()].filter((cell) => box(cell).checked).length;
  return {
    read: (cell) => (box(cell).checked ? "1" : ""),
    write: (cell, given) => (box(cell).checked = given === "1"),
    done,
    say: (count) => (data.most ? fill(words.picked, { done: count, most: data.most }) : undefined),
    isPart: (target) => target.matches(".pick__box"),
    allow(target) {
      for (const line of form.querySelectorAll(".cell__problem")) line.remove();
      if (!target.checked || !data.most || done() <= data.most) return true;
      target.checked = false;
      const sentence = fill(words.too_many, { most: data.most });
      const line = Object.assign(document.createElement("p"), { className: "cell__problem", textContent: sentence });
      target.closest("[data-cell]").append(line);
      announce(sentence);
      return false;
    },
  };
}

function setUpRanking({ words, form, cells, known, fill, announce, change, draw }) {
  const placed = form.querySelector("[data-placed]");
  const rest = form.querySelector("[data-rest]");
  const isPlaced = (cell) => cell.parentElement === placed;
  const name = (cell) => cell.querySelector("[data-name]").textContent.trim();

  // Puts the rows where their places say, and the numbers in order.
  function arrange() {
    const given = (cell) => known.get(cell.dataset.cell)?.given ?? "";
    const order = (one, other) => given(one) - given(other) || one.dataset.position - other.dataset.position;
    const all = [...cells.values()];
    settle(placed, all.filter(given).sort(order));
    settle(rest, all.filter((cell) => !given(cell)).sort((one, other) => one.dataset.position - other.dataset.position));
    number();
  }

  // A row that is put back where it stood would lose the focus, so rows are moved only when they stand elsewhere.
  function settle(list, rows) {
    if (rows.length === list.children.length && rows.every((row, at) => list.children[at] === row)) return;
    const focused = document.activeElement;
    list.append(...rows);
    if (rows.some((row) => row.contains(focused))) focused.focus({ preventScroll: true });
  }

  function number() {
    [...placed.children].forEach((cell, at) => (cell.querySelector(".rank__place").value = at + 1));
    for (const cell of rest.children) cell.querySelector(".rank__place").value = "";
    form.querySelector("[data-none]").hidden = placed.children.length > 0;
    form.querySelector("[data-rest-frame]").hidden = rest.children.length === 0;
  }

  // Moves one row, says so, and saves every place that changed by it.
  function move(cell, place, focus) {
    const rows = [...placed.children].filter((row) => row !== cell);
    if (place === null) rest.append(cell);
    else placed.insertBefore(cell, rows[Math.max(0, Math.min(place - 1, rows.length))] ?? null);
    number();
    for (const row of cells.values()) change(row.dataset.cell);
    draw();
    const [item, count] = [name(cell), placed.children.length];
    announce(place === null ? fill(words.unplaced, { item }) : fill(words.moved, { item, place: placeOf(cell), count }));
    focus.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
  }

  const placeOf = (cell) => [...placed.children].indexOf(cell) + 1;

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const cell = button.closest("[data-cell]");
    const next = cell.nextElementSibling?.querySelector(".rank__add");
    const at = placeOf(cell);
    const way = button.dataset.move;
    if (way === "up" && at > 1) move(cell, at - 1, button);
    else if (way === "down" && at < placed.children.length) move(cell, at + 1, button);
    else if (way === "out") move(cell, null, cell.querySelector(".rank__add"));
    else if (way === "last") move(cell, placed.children.length + 1, next ?? cell.querySelector(".rank__up"));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".rank__place")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches(".rank__place")) return;
    const cell = event.target.closest("[data-cell]");
    const typed = event.target.value.trim();
    const now = isPlaced(cell) ? String(placeOf(cell)) : "";
    if (typed === now) return;
    if (!typed) move(cell, null, event.target);
    else if (/^\d{1,3}$/.test(typed) && Number(typed) > 0) move(cell, Number(typed), event.target);
    else number();
  });
  return {
    read: (cell) => (isPlaced(cell) ? String(placeOf(cell)) : ""),
    write: () => {},
    begin: arrange,
    settle: arrange,
    done: () => placed.children.length,
    isPart: () => false,
  };
}

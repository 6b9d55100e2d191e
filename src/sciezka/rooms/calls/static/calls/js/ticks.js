// One box ticks all rows of a table; a counter says how many are ticked. Without it each row is ticked by itself.

for (const form of document.querySelectorAll("form[data-ticks]")) {
  const head = form.querySelector("thead th");
  const boxes = [...form.querySelectorAll('tbody input[type="checkbox"]')];
  const said = form.querySelector("[data-ticked]");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "ds-input";
  all.setAttribute("aria-label", head.textContent.trim());
  head.replaceChildren(all);

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    said.hidden = ticked === 0;
    said.querySelector("output").value = String(ticked);
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  form.addEventListener("change", (event) => {
    if (event.target !== all) count();
  });
  count();
}

// Choosing drafts in the list: choose all, and say how many are chosen. The list works without it.
for (const form of document.querySelectorAll("[data-choose]")) {
  const boxes = () => [...form.querySelectorAll("input[name=event]")];
  const said = form.querySelector("[data-chosen]");
  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (said) said.textContent = chosen ? `${said.dataset.some} ${chosen}` : said.dataset.none;
  };
  form.querySelector("[data-choose-all]")?.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    for (const box of boxes()) box.checked = !all;
    count();
  });
  form.addEventListener("change", count);
  count();
}

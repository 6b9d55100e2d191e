// Details of a disc beside it, while it is pointed at or has the focus. Without scripts the discs still lead to their rows.

for (const map of document.querySelectorAll("[data-map]")) {
  const stage = map.querySelector("[data-map-stage]");
  const card = document.createElement("div");
  card.className = "map__card";
  card.hidden = true;
  // The link's own name says the same to a screen reader.
  card.setAttribute("aria-hidden", "true");
  stage.append(card);

  const show = (point) => {
    const row = document.getElementById(point.dataset.of ?? "");
    const lines = [];
    if (row) {
      lines.push(["strong", row.querySelector(".ranked__name > span:last-child")?.firstChild?.textContent ?? ""]);
      lines.push(["span", row.querySelector(".ranked__sector")?.textContent ?? ""]);
      for (const cell of row.querySelectorAll("td[data-label]")) {
        const text = cell.textContent.trim().replace(/\s+/g, " ");
        if (text) lines.push(["div", `${cell.dataset.label}: ${text}`]);
      }
    } else {
      lines.push(["strong", point.getAttribute("aria-label")]);
    }
    card.replaceChildren(
      ...lines.map(([name, text]) => {
        const element = document.createElement(name);
        element.textContent = text;
        return element;
      }),
    );
    card.hidden = false;
    const box = stage.getBoundingClientRect();
    const disc = point.querySelector(".map__disc").getBoundingClientRect();
    const gap = 10;
    let left = disc.right - box.left + gap;
    if (left + card.offsetWidth > box.width) left = disc.left - box.left - gap - card.offsetWidth;
    const top = Math.min(Math.max(disc.top - box.top - 12, 0), Math.max(box.height - card.offsetHeight, 0));
    card.style.left = `${Math.max(left, 0)}px`;
    card.style.top = `${top}px`;
  };
  const hide = () => {
    card.hidden = true;
  };

  for (const point of map.querySelectorAll(".map__point")) {
    // Our card says more than the browser's own small label.
    point.querySelector("title")?.remove();
    point.addEventListener("pointerenter", () => show(point));
    point.addEventListener("pointerleave", hide);
    point.addEventListener("focus", () => show(point));
    point.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

for (const slide of document.querySelectorAll("[data-slides]")) {
  const field = document.getElementById(slide.dataset.slides);
  if (!field) continue;
  slide.addEventListener("input", () => {
    field.value = slide.value;
  });
  slide.addEventListener("change", () => field.form.requestSubmit());
  field.addEventListener("input", () => {
    slide.value = field.value;
  });
}

// Opens the schedule at today and keeps names in sight while it scrolls. Without scripts it opens at its beginning.
for (const frame of document.querySelectorAll("[data-gantt]")) {
  const names = frame.querySelectorAll(".gantt__stage");
  const labels = frame.querySelectorAll("[data-x]");
  const follow = () => {
    const edge = frame.scrollLeft + 12;
    for (const name of names) name.setAttribute("x", edge);
    for (const label of labels) label.setAttribute("x", Math.max(edge, Number(label.dataset.x)));
  };
  const today = frame.querySelector("[data-today]");
  if (today) frame.scrollLeft = Number(today.getAttribute("x1")) - frame.clientWidth / 3;
  frame.addEventListener("scroll", follow, { passive: true });
  follow();
}

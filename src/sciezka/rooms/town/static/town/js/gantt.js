// Opens the schedule at today. Without scripts it opens at its beginning.
for (const frame of document.querySelectorAll("[data-gantt]")) {
  const today = frame.querySelector("[data-today]");
  if (today) frame.scrollLeft = Number(today.getAttribute("x1")) - frame.clientWidth / 3;
}

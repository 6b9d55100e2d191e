// Sliders beside the numbers, and a filter over the towns. The numbers and the button work without any of it.
for (const weight of document.querySelectorAll("[data-weight]")) {
  const range = weight.querySelector("[type=range]");
  const number = weight.querySelector("[type=number]");
  range.hidden = false;
  // The events of both reach the form, which asks for a new answer.
  range.addEventListener("input", () => (number.value = range.value));
  number.addEventListener("input", () => (range.value = number.value || 0));
}

const filter = document.querySelector("[data-filter]");
if (filter) {
  const boxes = [...document.querySelectorAll("#towns label")];
  filter.hidden = false;
  filter.addEventListener("input", (event) => {
    event.stopPropagation();
    const word = event.target.value.trim().toLowerCase();
    for (const box of boxes) box.hidden = !box.dataset.name.includes(word);
  });
}

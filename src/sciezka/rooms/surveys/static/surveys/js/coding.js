// Putting answers under themes by keys: arrows move between answers, figures tick themes. Without it, checkboxes do.

const form = document.querySelector("[data-coding]");
const answers = form ? [...form.querySelectorAll("[data-wrote]")] : [];

function go(to) {
  const answer = answers[Math.max(0, Math.min(answers.length - 1, to))];
  answer?.focus();
  answer?.scrollIntoView({ block: "nearest" });
}

for (const answer of answers) {
  answer.tabIndex = -1;
}
if (answers[0]) {
  answers[0].tabIndex = 0;
}

form?.addEventListener("keydown", (event) => {
  const at = answers.indexOf(event.target.closest("[data-wrote]"));
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (/^[1-9]$/.test(event.key)) {
    const box = answers[at].querySelectorAll('input[type="checkbox"]')[Number(event.key) - 1];
    if (box) {
      event.preventDefault();
      box.checked = !box.checked;
    }
  }
});

// Typing paper forms by the keyboard: a digit chooses an answer and goes on, Enter goes on, Shift and Enter goes back.

const form = document.querySelector("[data-paper]");
const TYPED = "input[type=text], input[type=number], input[type=date], input:not([type]), textarea";

function listStops() {
  const stops = [];
  const names = new Set();
  for (const control of form.querySelectorAll("input:not([type=hidden]), select, textarea, button")) {
    const isChoice = control.type === "radio" || control.type === "checkbox";
    if (isChoice && names.has(control.name)) continue;
    if (isChoice) names.add(control.name);
    stops.push(control);
  }
  return stops;
}

function stopOf(control) {
  const isChoice = control.type === "radio" || control.type === "checkbox";
  return isChoice ? form.elements[control.name][0] ?? control : control;
}

function go(from, by) {
  const stops = listStops();
  const next = stops[stops.indexOf(stopOf(from)) + by];
  if (!next) return;
  next.focus();
  next.closest("tr, .ask, .field")?.scrollIntoView({ block: "center" });
}

function choose(control, digit) {
  const group = form.elements[control.name];
  const all = group.length ? [...group] : [group];
  const chosen = all[digit === 0 ? 9 : digit - 1];
  if (!chosen) return false;
  chosen.checked = chosen.type === "checkbox" ? !chosen.checked : true;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
  if (chosen.type === "radio") go(chosen, 1);
  else chosen.focus();
  return true;
}

form?.addEventListener("keydown", (event) => {
  const control = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isChoice = control.type === "radio" || control.type === "checkbox";
  if (isChoice && /^[0-9]$/.test(event.key)) {
    if (choose(control, Number(event.key))) event.preventDefault();
  } else if (event.key === "Enter" && control.tagName !== "BUTTON" && control.tagName !== "A") {
    // A line of its own stays possible in a long text.
    if (control.tagName === "TEXTAREA" && !event.shiftKey) return;
    event.preventDefault();
    go(control, event.shiftKey && !control.matches("textarea") ? -1 : 1);
  }
});

const first = form?.querySelector(`.paper-page :is(input[type=radio], input[type=checkbox], select, ${TYPED})`);
first?.focus({ preventScroll: true });

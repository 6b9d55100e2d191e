// Comforts for applicants: drafts are saved by themselves, and it is told how much may still be written. All works without it.

const QUIET = 1500; // milliseconds without a key before a draft is saved
const form = document.querySelector("form[data-autosave], form[data-typed]");
const said = document.querySelector("[data-saved]");
let timer = 0;
let changed = false;
let running = null;
let isSaving = false;
let isLeaving = false;
let hasFiles = false;

async function save() {
  clearTimeout(timer);
  if (!changed) return;
  changed = false;
  isSaving = true;
  const body = new FormData(form);
  // Files go with the page itself, once.
  for (const input of form.querySelectorAll("input[type=file]")) body.delete(input.name);
  body.set("do", "save");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    const { saved } = await answer.json();
    tell(said.dataset.words.replace("%s", saved), false);
  } catch {
    changed = true;
    tell(said.dataset.lost, true);
    timer = setTimeout(keep, 10 * QUIET);
  } finally {
    isSaving = false;
  }
}

// One after another: an older draft never overtakes a newer one.
function keep() {
  running = (running ?? Promise.resolve()).then(save);
}

function tell(words, isLost) {
  said.textContent = words;
  said.toggleAttribute("data-lost-now", isLost);
}

const savesItself = form?.matches("[data-autosave]") && said;
form?.addEventListener("input", ({ target }) => {
  changed = true;
  hasFiles ||= target.type === "file";
  if (!savesItself) return;
  clearTimeout(timer);
  timer = setTimeout(keep, QUIET);
});
form?.addEventListener("submit", () => {
  clearTimeout(timer);
  changed = false;
  isLeaving = true;
});
addEventListener("pageshow", () => (isLeaving = false));
// A phone that puts the page away may never come back to it.
if (savesItself) document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
// Whoever leaves with something that is kept nowhere yet, or with a file that was only chosen, is asked first.
addEventListener("beforeunload", (event) => {
  if (!isLeaving && (changed || isSaving || hasFiles)) event.preventDefault();
});

document.addEventListener("click", ({ target }) => target.closest("[data-print]") && print());

// How much may still be written in a field of the first page.
for (const field of document.querySelectorAll(".field textarea[data-longest]")) {
  const line = Object.assign(document.createElement("p"), { className: "count" });
  line.setAttribute("aria-live", "polite");
  field.after(line);
  const longest = Number(field.dataset.longest);
  const count = () => {
    const length = field.value.length;
    line.textContent = `${length.toLocaleString(document.documentElement.lang)} / ${longest.toLocaleString(document.documentElement.lang)}`;
    line.toggleAttribute("data-wrong", length > longest);
  };
  field.addEventListener("input", count);
  count();
}

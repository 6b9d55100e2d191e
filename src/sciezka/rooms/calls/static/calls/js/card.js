// A score card that keeps its draft as it is filled. Without this script the same form is sent by its buttons.

const form = document.querySelector("[data-card]");
const status = form.querySelector("[data-status]");
const words = JSON.parse(form.dataset.words);
const PAUSE = 1200;
let timer = 0;
let isSending = false;
let isDirty = false;
let isStopped = false;

function say(sentence, state) {
  status.textContent = sentence;
  status.dataset.state = state;
}

function mark(unsound) {
  for (const line of form.querySelectorAll("[data-error]")) {
    const sentence = unsound[line.dataset.error] ?? "";
    line.textContent = sentence;
    line.hidden = !sentence;
  }
}

async function save() {
  clearTimeout(timer);
  if (isSending || isStopped || !isDirty) return;
  isSending = true;
  isDirty = false;
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), keepalive: true });
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new TypeError("signed out");
    const said = await answer.json();
    if (answer.ok) {
      form.elements.version.value = said.version;
      mark(said.unsound);
      say(words.saved.replace("{time}", said.saved), "saved");
    } else {
      // Somebody's other window, or a card that was taken away: pressing „save” tells what stands.
      isStopped = true;
      say(said.sentence, "failed");
    }
  } catch {
    isDirty = true;
    say(words.failed, "failed");
    timer = setTimeout(save, 10 * PAUSE);
  } finally {
    isSending = false;
    if (isDirty && status.dataset.state !== "failed") timer = setTimeout(save, PAUSE);
  }
}

form.addEventListener("input", () => {
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form.addEventListener("change", () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE / 4);
});
// What is being sent by a button is not sent by itself too: the version in the form has to be the one that stands.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (!isSending) {
    isDirty = false;
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  const wait = setInterval(() => {
    if (isSending) return;
    clearInterval(wait);
    clearTimeout(timer);
    isDirty = false;
    form.requestSubmit(button);
  }, 50);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());

// A SWOT without reloading: entries typed one after another, what others change, and pairs judged by keys. Without it, forms do.
import { follow } from "../../kit/js/stream.js";

const area = () => document.getElementById("swot-area");
let underWay = 0;
let latest = 0;
let acts = 0;

const isDirty = (form) =>
  [...form.elements].some((field) => {
    if (field.type === "hidden") return false;
    if (field.type === "radio") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;
  });

// What somebody has typed and not sent yet stays, with the version that it was typed over.
function keepTyped(old, fresh, sent) {
  for (const form of old.querySelectorAll("form[id]")) {
    const isFree = form !== sent || (form.hasAttribute("data-add") && form.elements.text.value);
    const other = isFree && isDirty(form) && fresh.querySelector(`#${form.id}`);
    if (other) other.replaceWith(form);
  }
  for (const fold of old.querySelectorAll("details[open][id]")) {
    const other = fresh.querySelector(`#${fold.id}`);
    if (other) other.open = true;
  }
}

function swap(html, sent = null) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("swot-area");
  if (!fresh) return null;
  const old = area();
  // An answer that was overtaken by a later one shows what no longer stands.
  if (Number(fresh.dataset.version) < Number(old.dataset.version)) return page;
  const focused = document.activeElement;
  const focus = old.contains(focused) ? focused.id : "";
  const range = focus && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  const at = [...old.querySelectorAll(".swot-frame")].map((frame) => [frame.scrollLeft, frame.scrollTop]);
  keepTyped(old, fresh, sent);
  old.replaceWith(document.adoptNode(fresh));
  // The sentence that sums the board up stands above the tabs, outside what is exchanged.
  const lead = page.getElementById("swot-lead");
  if (lead) document.getElementById("swot-lead")?.replaceWith(document.adoptNode(lead));
  [...area().querySelectorAll(".swot-frame")].forEach((frame, place) => {
    [frame.scrollLeft, frame.scrollTop] = at[place] ?? [0, 0];
  });
  const next = focus && document.getElementById(focus);
  if (next) {
    next.focus({ preventScroll: true });
    if (range && next.setSelectionRange && next.value) next.setSelectionRange(...range);
  }
  return page;
}

function say(page) {
  const said = page.querySelector(".toasts");
  const here = document.querySelector(".toasts");
  if (said && here) here.replaceChildren(...said.children);
}

function sayFailed() {
  const said = Object.assign(document.createElement("p"), { textContent: area().dataset.failed });
  const toast = Object.assign(document.createElement("div"), { className: "ds-alert toast" });
  toast.dataset.color = "danger";
  toast.append(said);
  document.querySelector(".toasts")?.replaceChildren(toast);
}

async function send(form, body, written = "") {
  underWay++;
  acts++;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
    const page = swap(await answer.text(), form);
    if (!page) throw new Error("not a SWOT");
    say(page);
    if (answer.redirected && form.id.startsWith("form-pair")) history.replaceState(null, "", answer.url);
    area().querySelector("[data-focus]")?.focus();
    // The button that was pressed is gone: whoever works by keys goes on with the next pair.
    if (form.id.startsWith("form-pair") && document.activeElement === document.body) document.getElementById("para")?.focus();
  } catch {
    // Whether it arrived is not known, so it is not sent twice by itself.
    if (written && !form.elements.text.value) form.elements.text.value = written;
    sayFailed();
  } finally {
    underWay--;
    catchUp();
  }
}

async function catchUp() {
  if (underWay || latest <= Number(area().dataset.version)) return;
  underWay++;
  const before = acts;
  try {
    const answer = await fetch(location.href);
    const html = await answer.text();
    if (answer.ok && before === acts) swap(html);
  } catch {
    // The next change, or the next answer of the stream, tries again.
  } finally {
    underWay--;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#swot-area form");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const written = form.hasAttribute("data-add") ? form.elements.text.value : "";
  if (written) form.elements.text.value = "";
  send(form, body, written);
});

const pairs = () => [...area().querySelectorAll("[data-pair]")];

function choose(pair) {
  const address = new URL(pair.getAttribute("href"), location.href);
  history.replaceState(null, "", address);
  for (const other of pairs()) other.toggleAttribute("aria-current", false);
  pair.setAttribute("aria-current", "true");
  pair.focus({ preventScroll: false });
  clearTimeout(choose.later);
  // Whoever walks through the pairs is shown the one where they stop.
  choose.later = setTimeout(show, 200);
}

async function show() {
  const before = acts;
  try {
    const html = await (await fetch(location.href)).text();
    if (before === acts) swap(html);
  } catch {
    // The pair is shown once it is chosen again.
  }
}

function step(pair, across, down) {
  const row = pair.closest("tr");
  const column = pair.closest("td").cellIndex + across;
  const rows = [...row.parentElement.rows];
  const next = rows[rows.indexOf(row) + down]?.cells[column]?.querySelector("[data-pair]");
  if (next) choose(next);
  return next;
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
let harms = false;

document.addEventListener("keydown", (event) => {
  const pair = event.target.closest?.("[data-pair]");
  if (!pair || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = document.getElementById("swot-quick");
  if (WAYS[event.key]) {
    event.preventDefault();
    harms = false;
    step(pair, ...WAYS[event.key]);
    return;
  }
  if (!form) return;
  if (event.key === "-" || event.key === "−") {
    harms = true;
    return;
  }
  const digit = /^(?:Digit|Numpad)([012])$/.exec(event.code)?.[1];
  const isEmptying = event.key === "Delete" || event.key === "Backspace";
  if (!digit && !isEmptying) return;
  event.preventDefault();
  const value = isEmptying ? "" : (harms || event.shiftKey) && digit !== "0" ? `-${digit}` : digit;
  harms = false;
  Object.assign(form.elements.para, { value: pair.dataset.pair });
  Object.assign(form.elements.value, { value });
  Object.assign(form.elements.reason, { value: pair.dataset.reason });
  Object.assign(form.elements.version, { value: pair.dataset.version });
  const body = new URLSearchParams(new FormData(form));
  if (!step(pair, 1, 0)) {
    const all = pairs();
    const next = all[all.indexOf(pair) + 1];
    if (next) choose(next);
  }
  send(form, body);
});

document.addEventListener("click", (event) => {
  const pair = event.target.closest?.("[data-pair]");
  if (!pair || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  choose(pair);
});

// Without a mouse, Enter on a pair goes to its form.
document.addEventListener("keyup", (event) => {
  if (event.key === "Enter" && event.target.closest?.("[data-pair]")) document.getElementById("para")?.focus();
});

const root = area();
if (root?.dataset.stream) {
  follow({
    stream: root.dataset.stream,
    state: root.dataset.state,
    sleeps: true,
    show: ({ number }) => {
      latest = Math.max(latest, number);
      catchUp();
    },
    tell: () => {},
  });
}

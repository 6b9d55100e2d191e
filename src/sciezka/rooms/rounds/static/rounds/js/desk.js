// The facilitator's desk: follows the meeting too (two people may lead it), counts the timer, and reads keys.
import { follow, runTimers } from "../../kit/js/stream.js";

const frame = document.querySelector("[data-desk-live]");
const desk = () => document.querySelector("[data-desk]");
const changed = document.querySelector("[data-desk-changed]");
const said = frame.querySelector("[data-live-said]");
let offset = 0;
let underWay = 0;
let latest = 0;

const isDirty = () =>
  [...desk().querySelectorAll("textarea")].some((text) => text.value !== text.defaultValue || text === document.activeElement);

function catchUp() {
  if (underWay || latest <= Number(desk().dataset.number)) return;
  if (isDirty()) {
    changed.hidden = false;
    return;
  }
  window.htmx.ajax("GET", frame.dataset.page, { target: "#desk", swap: "outerHTML" });
}

follow({
  stream: frame.dataset.stream,
  state: frame.dataset.state,
  show: (state, drift) => {
    offset = drift;
    latest = Math.max(latest, state.number);
    if (said.textContent !== state.said) said.textContent = state.said;
    catchUp();
  },
  tell: (how) => {
    frame.dataset.how = how;
  },
});

document.addEventListener("htmx:beforeRequest", () => underWay++);
document.addEventListener("htmx:afterSettle", () => runTimers(document, () => offset));
document.addEventListener("htmx:afterRequest", () => {
  underWay = Math.max(0, underWay - 1);
  if (!underWay) {
    changed.hidden = true;
    catchUp();
  }
});
setInterval(() => runTimers(document, () => offset), 250);

const KEYS = { ArrowLeft: "earlier", PageUp: "earlier", ArrowRight: "later", PageDown: "later", " ": "timer", s: "spread", S: "spread" };
const toggle = document.querySelector("[data-keys]");
toggle.checked = localStorage.getItem("meeting-keys") !== "off";
toggle.addEventListener("change", () => localStorage.setItem("meeting-keys", toggle.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  // Space presses whatever button or fold has the focus; it must not do two things.
  if (event.key === " " && event.target.closest("button, a, summary, input")) return;
  const forms = desk().querySelectorAll("[data-agree]");
  const button = /^[0-9]$/.test(event.key)
    ? forms.length === 1 && forms[0].querySelector(`[data-level="${event.key}"]`)
    : KEYS[event.key] && desk().querySelector(`[data-key="${KEYS[event.key]}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

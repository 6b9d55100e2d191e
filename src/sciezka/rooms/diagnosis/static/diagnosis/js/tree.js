// A problem tree without reloading: small changes, what others change, dragging and arrow keys. Without it, links and forms do.
import { follow } from "../../kit/js/stream.js";

const area = () => document.getElementById("tree-area");
const frame = () => document.getElementById("tree-frame");
const SLIP = 6;
const SMALLEST = 0.85;
let underWay = 0;
let latest = 0;
let acts = 0;
let held = null;

const isDirty = (form) =>
  [...form.elements].some((field) =>
    field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected) && field.selectedIndex > 0
      : "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue,
  );

// What somebody has typed and not sent yet stays, with the version that it was typed over.
function keepTyped(old, fresh, sent) {
  if (old.querySelector("#panel").dataset.chosen !== fresh.querySelector("#panel").dataset.chosen) return;
  for (const form of old.querySelectorAll("form[id]")) {
    // The next statement may be written while the last one is on its way.
    const isFree = form !== sent || (form.id === "form-add" && form.elements.text.value);
    const other = isFree && isDirty(form) && fresh.querySelector(`#${form.id}`);
    if (other) other.replaceWith(form);
  }
  for (const fold of old.querySelectorAll("details[open][id]")) {
    const other = fresh.querySelector(`#${fold.id}`);
    if (other && !other.querySelector("[data-sent]")) other.open = true;
  }
}

function swap(html, sent = null) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("tree-area");
  if (!fresh) return false;
  const old = area();
  const isSame = old.querySelector("#panel").dataset.chosen === fresh.querySelector("#panel").dataset.chosen;
  // An answer that was overtaken by a later one shows what no longer stands.
  if (isSame && Number(fresh.dataset.version) < Number(old.dataset.version)) return page;
  const focused = document.activeElement;
  const focus = old.contains(focused) ? focused.id : "";
  const range = focus && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  const at = frame() && [frame().scrollLeft, frame().scrollTop];
  const stood = new Set([...old.querySelectorAll(".spot")].map((spot) => spot.id));
  keepTyped(old, fresh, sent);
  old.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  if (at && frame()) {
    fit();
    [frame().scrollLeft, frame().scrollTop] = at;
    reveal();
  } else {
    centre();
  }
  // What one has just added is seen where it stands, even in a drawing that is larger than its frame.
  if (sent?.id === "form-add") reveal([...document.querySelectorAll(".spot")].findLast((spot) => !stood.has(spot.id)));
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

async function load(address, options = {}, sent = null, written = "") {
  underWay++;
  acts++;
  try {
    const answer = await fetch(address, options);
    const page = swap(await answer.text(), sent);
    if (!page) throw new Error("not a tree");
    say(page);
    const again = document.getElementById("add-text");
    // What was refused stays to be mended.
    if (written && again && !again.value && page.querySelector('.toast[data-color="danger"]')) again.value = written;
    if (answer.url && answer.status !== 409) history.replaceState(null, "", answer.url);
    area().querySelector("[data-focus]")?.focus();
    // The button that was pressed is gone: whoever works by keys goes on where it stood.
    if (sent && document.activeElement === document.body) {
      document.getElementById(sent.id === "form-add" ? "add-text" : "panel")?.focus();
    }
  } catch {
    if (!sent) {
      location.href = address;
      return;
    }
    // Whether it arrived is not known, so it is not sent twice by itself.
    if (written && !sent.elements.text.value) sent.elements.text.value = written;
    const said = Object.assign(document.createElement("p"), { textContent: area().dataset.failed });
    const toast = Object.assign(document.createElement("div"), { className: "ds-alert toast" });
    toast.dataset.color = "danger";
    toast.append(said);
    document.querySelector(".toasts")?.replaceChildren(toast);
  } finally {
    underWay--;
    catchUp();
  }
}

async function catchUp() {
  if (underWay || held || latest <= Number(area().dataset.version)) return;
  underWay++;
  const before = acts;
  try {
    const answer = await fetch(location.href);
    const html = await answer.text();
    // What somebody has done here meanwhile shows more, and perhaps something else; a box in the hand stays.
    if (answer.ok && before === acts && !held) swap(html);
  } catch {
    // The next change, or the next answer of the stream, tries again.
  } finally {
    underWay--;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#tree-area form");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const written = form.id === "form-add" ? form.elements.text.value : "";
  if (written) form.elements.text.value = "";
  load(event.submitter?.getAttribute("formaction") ?? form.action, { method: "POST", body }, form, written);
});

document.addEventListener("click", (event) => {
  const way = event.target.closest('#tree-area a[href^="?"]');
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (way.dataset.spot && way.hasAttribute("aria-current")) {
    document.getElementById("add-text")?.focus();
    return;
  }
  const address = new URL(way.getAttribute("href"), location.href);
  const face = area().dataset.face;
  if (face && !address.searchParams.has("widok")) address.searchParams.set("widok", face);
  load(address.href).then(() => {
    if (address.hash && matchMedia("(width < 1100px)").matches) document.getElementById("panel")?.focus();
  });
});

// Dragging a box onto another hangs it there. On a touch screen a finger scrolls; the panel's form moves.
const spotAt = (x, y) => document.elementsFromPoint(x, y).map((part) => part.closest?.(".spot")).find((spot) => spot && spot !== held.spot);

function letGo() {
  held.spot.classList.remove("spot--dragged");
  held.spot.removeAttribute("transform");
  held.over?.classList.remove("spot--target");
  area().classList.remove("tree--dragging");
}

document.addEventListener("pointerdown", (event) => {
  const spot = event.target.closest?.(".spot");
  if (!spot || event.button || event.pointerType === "touch" || !document.getElementById("tree-move")) return;
  held = { spot, x: event.clientX, y: event.clientY, moves: false, over: null };
});
document.addEventListener("dragstart", (event) => event.target.closest?.(".spot") && event.preventDefault());
document.addEventListener("pointermove", (event) => {
  if (held && !event.buttons) cancelDrag();
  if (!held) return;
  const [x, y] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moves && Math.hypot(x, y) < SLIP) return;
  if (!held.moves) {
    held.moves = true;
    held.spot.classList.add("spot--dragged");
    area().classList.add("tree--dragging");
  }
  held.spot.setAttribute("transform", `translate(${x} ${y})`);
  const over = spotAt(event.clientX, event.clientY);
  if (over !== held.over) {
    held.over?.classList.remove("spot--target");
    over?.classList.add("spot--target");
    held.over = over;
  }
});
document.addEventListener("pointerup", () => {
  if (!held) return;
  const { moves, spot, over } = held;
  letGo();
  held = null;
  setTimeout(catchUp, 0);
  if (!moves) return;
  // The click that follows a drag opens nothing.
  addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
  setTimeout(() => dispatchEvent(new Event("click")), 0);
  if (!over) return;
  const form = document.getElementById("tree-move");
  form.elements.statement.value = spot.dataset.spot;
  form.elements.parent.value = over.dataset.spot;
  form.requestSubmit();
});
// Let go outside the window, taken over by the system, or given up.
function cancelDrag() {
  letGo();
  held = null;
  catchUp();
}

document.addEventListener("pointercancel", () => held && cancelDrag());
addEventListener("keydown", (event) => event.key === "Escape" && held && cancelDrag());

// Arrow keys go to the nearest box on that side.
const SIDES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
document.addEventListener("keydown", (event) => {
  const side = SIDES[event.key];
  const spot = side && event.target.closest?.(".spot");
  if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const middle = (part) => {
    const box = part.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const here = middle(spot);
  let best = null;
  for (const other of document.querySelectorAll(".spot")) {
    const there = middle(other);
    const [x, y] = [there[0] - here[0], there[1] - here[1]];
    const ahead = x * side[0] + y * side[1];
    const aside = Math.abs(x * side[1]) + Math.abs(y * side[0]);
    if (other === spot || ahead < 8) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { other, far };
  }
  best?.other.focus();
  best?.other.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// A drawing that is a little too wide is drawn smaller; one that is much too wide is scrolled.
function fit() {
  const place = frame();
  const svg = place?.querySelector("svg");
  if (!svg) return 1;
  const { width, height } = svg.viewBox.baseVal;
  const scale = Math.max(SMALLEST, Math.min(1, (place.clientWidth - 2) / width));
  svg.setAttribute("width", Math.floor(width * scale));
  svg.setAttribute("height", Math.floor(height * scale));
  return scale;
}

// The chosen statement, or else the problem, stands in the middle.
function centre() {
  const place = frame();
  if (!place) return;
  const scale = fit();
  place.scrollLeft = Number(place.dataset.x) * scale - place.clientWidth / 2;
  place.scrollTop = Number(place.dataset.y) * scale - place.clientHeight / 2;
  reveal();
}

function reveal(spot) {
  const place = frame();
  const shown = spot ?? place?.querySelector(".spot[aria-current]");
  if (!place || !shown) return;
  const [box, around] = [shown.getBoundingClientRect(), place.getBoundingClientRect()];
  const slip = (from, to, least, most) => Math.max(0, to - most + 12) || Math.min(0, from - least - 12);
  place.scrollLeft += slip(box.left, box.right, around.left, around.right);
  place.scrollTop += slip(box.top, box.bottom, around.top, around.bottom);
}

centre();
follow({
  stream: area().dataset.stream,
  state: area().dataset.state,
  sleeps: true,
  show: (state) => {
    latest = Math.max(latest, state.number);
    catchUp();
  },
  tell: (how) => {
    area().dataset.how = how;
  },
});

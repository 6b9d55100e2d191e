// Answering a round: each change is saved at once, other tabs and devices are kept alike, and the next unanswered question
// is one press away. Without this script the same form is sent by its button.

const data = JSON.parse(document.getElementById("answering").textContent);
const words = data.words;
const form = document.querySelector("[data-answers]");
const cells = new Map([...(form?.querySelectorAll("[data-cell]") ?? [])].map((cell) => [cell.dataset.cell, cell]));
const known = new Map(Object.entries(data.shown ?? {}).map(([cell, [given, reason, at]]) => [cell, { given, reason, at }]));
const fill = (sentence, values) => sentence.replace(/{(\w+)}/g, (_all, name) => values[name] ?? "");
const find = (selector) => document.querySelector(selector);
const [{ Outbox }, choices] = await Promise.all([
  import(document.querySelector("[data-outbox]").dataset.outbox),
  form?.dataset.choices && (data.kind === "ranking" || data.kind === "pick") ? import(form.dataset.choices) : null,
]);

let touched = null; // the cell that was answered last
const page = { data, words, form, cells, known, fill, announce, change, draw: () => drawProgress() };
const kind = choices?.setUp(page) ?? levels();

const outbox = new Outbox({ who: data.who, save: data.save, now: data.now, tell, took, heard });

// What the cell shows, read from and written to the page.
function levels() {
  return {
    read: (cell) => cell.querySelector(".level__input:checked")?.value ?? "",
    write(cell, given) {
      for (const input of cell.querySelectorAll(".level__input")) input.checked = input.value === given;
    },
    done: () => [...cells.values()].filter((cell) => kind.read(cell)).length,
    isPart: (target) => target.matches(".level__input"),
  };
}

function reasonOf(cell) {
  return cell.querySelector("[data-reason]")?.value.trim() ?? "";
}

function show(word, given, reason) {
  const cell = cells.get(word);
  if (!cell) return;
  kind.write(cell, given, word);
  const area = cell.querySelector("[data-reason]");
  if (area && area !== document.activeElement && area.value.trim() !== reason) area.value = reason;
  if (area?.value) area.closest("details").open = true;
}

// A person's own change: kept here first, then sent.
function change(word) {
  const cell = cells.get(word);
  const [given, reason] = [kind.read(cell), reasonOf(cell)];
  const before = known.get(word);
  if ((before?.given ?? "") === given && (before?.reason ?? "") === reason) return;
  const edit = outbox.put(word, given, reason);
  known.set(word, { given, reason, at: edit.at });
  cell.querySelector(".cell__problem")?.remove();
  drawProgress();
}

// A change of another tab of this browser.
function heard({ cell, given, reason, at }) {
  if ((known.get(cell)?.at ?? 0) > at) return;
  known.set(cell, { given, reason, at });
  show(cell, given, reason);
  kind.settle?.();
  drawProgress();
}

// What the server says counts: shown where it is newer than what stands here.
function took(said) {
  data.phase = said.phase;
  data.closes = said.closes;
  const waiting = new Set(outbox?.pending().map((edit) => edit.cell) ?? []);
  for (const [word, [given, reason, at]] of Object.entries(said.cells)) {
    const here = known.get(word);
    if ((waiting.has(word) && (here?.at ?? 0) > at) || said.late.length) continue;
    const differs = (here?.given ?? "") !== given || (here?.reason ?? "") !== reason;
    known.set(word, { given, reason, at });
    if (differs && !isBeingTyped(word)) {
      show(word, given, reason);
      if (said.replaced.length) complain(word, words.newer);
    }
  }
  kind.settle?.();
  drawProgress();
  if (said.phase === "closed") close();
}

function isBeingTyped(word) {
  const area = cells.get(word)?.querySelector("[data-reason]");
  return Boolean(area) && area === document.activeElement;
}

function tell({ state, count, time, isKept, late, refused }) {
  const status = find("[data-status]");
  const say = (name, sentence) => {
    if (!status) return;
    status.dataset.state = name;
    if (status.textContent !== sentence) status.textContent = sentence;
  };
  if (state === "saved" || (state === "quiet" && !count)) {
    if (time) say("saved", fill(words.saved, { time }));
    hideNotice();
  } else if (state === "saving") {
    // Only seen: a screen reader would be told of each change twice.
    if (status && status.dataset.state !== "offline") status.dataset.state = "saving";
  } else if (state === "offline") {
    const sentence = isKept ? words.offline : words.unkept;
    say("offline", count ? fill(sentence, { count }) : words.disconnected);
    if (!status && count) notice(fill(words.offline, { count }));
  } else if (count) {
    say("offline", fill(words.offline, { count }));
    notice(fill(words[state] ?? words.offline, { count }), state === "signed_out");
    if (state === "gone") offerCopy(outbox.pending());
  }
  if (late) notice(fill(words.late, { count: late }));
  if (refused?.length) refuse(refused);
}

function refuse(refused) {
  for (const edit of refused) {
    complain(edit.cell, fill(words.refused, { sentence: edit.sentence }));
    known.delete(edit.cell);
  }
  const sealed = refused.filter((edit) => edit.problem !== "picks");
  if (sealed.length || !form) {
    notice([...new Set(refused.map((edit) => fill(words.refused, { sentence: edit.sentence })))].join(" "));
    offerCopy(refused);
  }
  if (refused.some((edit) => edit.problem === "picks")) outbox.refresh();
}

function complain(word, sentence) {
  const cell = cells.get(word);
  if (!cell) return;
  const line = cell.querySelector(".cell__problem") ?? document.createElement("p");
  line.className = "cell__problem";
  line.setAttribute("role", "alert");
  line.textContent = sentence;
  cell.append(line);
}

function notice(sentence, offersLogin = false) {
  const box = find("[data-notice]");
  box.hidden = false;
  box.querySelector("[data-notice-text]").textContent = sentence;
  box.querySelector("[data-notice-login]").hidden = !offersLogin;
}

function hideNotice() {
  if (data.phase === "open") find("[data-notice]").hidden = true;
}

// What can't be saved is written out, so that it can be copied and given to the co-ordinator.
function offerCopy(edits) {
  const frame = find("[data-leftover]");
  const lines = edits.map((edit) => {
    const cell = cells.get(edit.cell);
    const about = cell?.querySelector("legend, [data-name]")?.textContent.trim().replace(/\s+/g, " ") ?? edit.cell;
    const given = words[edit.given] ?? (edit.given || words.taken_back);
    return `${about}: ${given}${edit.reason ? ` (${edit.reason})` : ""}`;
  });
  frame.querySelector("textarea").value = lines.join("\n");
  frame.hidden = false;
}

function announce(sentence) {
  const status = find("[data-status]");
  if (status) status.textContent = sentence;
}

function close() {
  if (form && !form.dataset.closed) {
    form.dataset.closed = "yes";
    for (const control of form.querySelectorAll("input, textarea, button")) control.disabled = true;
    notice(words.closed);
  }
}

function drawProgress() {
  if (!form) return;
  // A matrix stands here row by row; what was answered in its other rows is known, not shown.
  const elsewhere = data.asked ? [...known].filter(([word, { given }]) => given && !cells.has(word)).length : 0;
  const done = kind.done() + elsewhere;
  const asked = data.asked ?? cells.size;
  find("[data-progress]").textContent = kind.say?.(done) ?? fill(words.progress, { done, asked });
  find("[data-progress-bar]").value = done;
  for (const ask of form.querySelectorAll("[data-ask]")) {
    const own = [...ask.querySelectorAll("[data-cell]")];
    ask.classList.toggle("is-done", own.every((cell) => kind.read(cell)));
  }
  for (const part of document.querySelectorAll("[data-part]")) {
    const own = [...document.getElementById(part.dataset.part).querySelectorAll("[data-cell]")];
    part.querySelector("[data-done]").textContent = own.filter((cell) => kind.read(cell)).length;
  }
  const next = find("[data-next]");
  if (next && done === asked && !next.dataset.ends) {
    next.dataset.ends = "yes";
  } else if (next?.dataset.ends && done < asked) {
    delete next.dataset.ends;
  }
  if (next) {
    const leads = data.row && !next.dataset.ends && kind.done() === cells.size;
    find("[data-next-word]").textContent = next.dataset.ends ? words.finish : leads ? words.next_row : words.next;
    find("[data-next-more]").hidden = Boolean(next.dataset.ends || leads);
  }
}

// The next question without an answer, after the one that was answered last; then from the top.
function goNext() {
  const all = [...cells.values()];
  if (find("[data-next]")?.dataset.ends) return finish();
  const seen = (cell) => cell.getBoundingClientRect().bottom > 0 && cell.getBoundingClientRect().top < innerHeight;
  const top = all.findIndex((cell) => cell.getBoundingClientRect().bottom > 80);
  const from = touched && seen(touched) ? all.indexOf(touched) : Math.max(top, 0) - 1;
  const order = [...all.slice(from + 1), ...all.slice(0, from + 1)];
  const cell = order.find((one) => !kind.read(one));
  if (!cell) return data.row ? goOn(data.row) : finish();
  const ask = cell.closest("[data-ask]");
  const target = cell === ask.querySelector("[data-cell]") ? ask : cell;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  cell.querySelector("input")?.focus({ preventScroll: true });
}

// The next row of a matrix: what is not sent yet waits on this device, or, where it can't, here.
async function goOn(address) {
  const isEmpty = await Promise.race([outbox.flush(), new Promise((stop) => setTimeout(stop, 2000, false))]);
  if (isEmpty || outbox.isKept !== false) location.assign(address);
}

// After a digit the hand stays where it is, and the next cell comes under it.
function goDown(cell) {
  const all = [...cells.values()];
  const below = all[all.indexOf(cell) + 1];
  const target = below?.querySelector(".level__input:checked") ?? below?.querySelector(".level__input") ?? find("[data-next]");
  target?.focus({ preventScroll: true });
  below?.scrollIntoView({ block: "nearest" });
}

async function finish() {
  for (const area of form?.querySelectorAll("[data-reason]") ?? []) change(area.closest("[data-cell]").dataset.cell);
  if (await outbox.flush()) location.assign(data.finish);
}

// Pressed or typed while this script was still on its way, on a slow line: an answer like any other.
function isEarly(cell) {
  return [...cell.querySelectorAll("input, textarea")].some((field) =>
    field.type === "radio" || field.type === "checkbox"
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue,
  );
}

if (form) {
  const early = data.kind === "ranking" ? [] : [...cells.keys()].filter((word) => isEarly(cells.get(word)));
  // What counts is what the server sent, whatever else the browser may have brought back.
  for (const [word, { given, reason }] of known) if (!early.includes(word)) show(word, given, reason);
  for (const word of cells.keys()) if (!known.has(word) && !early.includes(word)) show(word, "", "");
  for (const { cell, given, reason, at } of outbox.pending()) {
    if ((known.get(cell)?.at ?? 0) > at) continue;
    known.set(cell, { given, reason, at });
    if (!early.includes(cell)) show(cell, given, reason);
  }
  kind.begin?.();
  early.forEach(change);
  drawProgress();
  announce(words.ready);
  // Come from another row of a matrix: the digits go on where they stopped.
  if (location.hash === "#wiersz") [...cells.values()].find((cell) => !kind.read(cell))?.querySelector("input")?.focus({ preventScroll: true });

  form.addEventListener("focusin", (event) => (touched = event.target.closest("[data-cell]") ?? touched));
  form.addEventListener("change", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell && kind.isPart(event.target) && kind.allow?.(event.target) !== false) change(cell.dataset.cell);
  });
  let typing = 0;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-reason]")) return;
    clearTimeout(typing);
    const { cell } = event.target.closest("[data-cell]").dataset;
    typing = setTimeout(() => change(cell), 500);
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-reason]")) change(event.target.closest("[data-cell]").dataset.cell);
  });
  // Before the page goes, whatever is still being typed is taken too; listeners of the outbox come after this one.
  addEventListener("pagehide", takeTyped, true);
  document.addEventListener("visibilitychange", takeTyped, true);
  form.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear]");
    if (clear) {
      event.preventDefault();
      const cell = clear.closest("[data-cell]");
      show(cell.dataset.cell, "", "");
      const area = cell.querySelector("[data-reason]");
      if (area) area.value = "";
      change(cell.dataset.cell);
      cell.querySelector("input").focus();
    }
    if (event.target.closest("[data-next]")) goNext();
    if (event.target.closest("[data-rest]")) {
      for (const [word, cell] of cells) {
        if (kind.read(cell)) continue;
        kind.write(cell, "0");
        change(word);
      }
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "finish") finish();
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches(".level__input")) return;
    const cell = event.target.closest("[data-cell]");
    const wanted = { "?": "dk", P: "p" }[event.key] ?? event.key;
    const input = [...cell.querySelectorAll(".level__input")].find((one) => one.value === wanted);
    if (event.key === "Enter") goNext();
    else if (input) {
      input.checked = true;
      input.focus();
      change(cell.dataset.cell);
      if (data.kind === "matrix") goDown(cell);
    } else return;
    event.preventDefault();
  });
  if (data.closes) {
    const tick = setInterval(() => {
      if (outbox.clock() < data.closes) return;
      clearInterval(tick);
      takeTyped();
      outbox.flush().then(() => outbox.refresh());
    }, 1000);
  }
}

function takeTyped() {
  const area = document.activeElement;
  if (area?.matches?.("[data-reason]")) change(area.closest("[data-cell]").dataset.cell);
}

addEventListener("pageshow", (event) => {
  if (event.persisted) outbox.flush().then(() => outbox.refresh());
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && form) outbox.flush().then((isEmpty) => isEmpty && outbox.refresh());
});

// On a shared computer nothing stays behind: what waits is sent first, and whoever signs out anyway is told what is lost.
for (const leave of document.querySelectorAll(`form[action="${data.logout}"]`)) {
  leave.addEventListener("submit", async (event) => {
    const { count } = outbox;
    if (!count || leave.dataset.sure) return outbox.clear();
    event.preventDefault();
    const isEmpty = await Promise.race([outbox.flush(), new Promise((stop) => setTimeout(stop, 3000, false))]);
    if (!isEmpty && !confirm(fill(words.leave, { count: outbox.count }))) return;
    outbox.clear();
    leave.dataset.sure = "yes";
    leave.requestSubmit();
  });
}
find("[data-finish]")?.addEventListener("submit", async (event) => {
  if (!outbox.count) return;
  event.preventDefault();
  if (await outbox.flush()) event.target.submit();
});

if (outbox.count) outbox.flush();

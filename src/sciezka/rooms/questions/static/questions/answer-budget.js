// A budget that adds up as one types. The server adds it up again by itself; without this script it does so when the page is
// sent. Amounts are whole numbers of grosze and quantities of thousandths, so that nothing is lost.

const spaces = /[\s\u00a0\u2007\u2009\u202f]/g;
const shape = /^(\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+|\d+)(?:[.,](\d*))?$|^[.,](\d+)$/;

// Reads a number as people type it and gives it in units of a power of ten; nothing where it is none.
export function read(typed, decimals) {
  const found = shape.exec(typed.trim().replace(/\s*(zł|zl|pln)\.?$/i, ""));
  if (!found) return null;
  const after = (found[2] ?? found[3] ?? "").replace(/0+$/, "");
  if (after.length > decimals) return null;
  return BigInt((found[1] ?? "0").replace(spaces, "") + after.padEnd(decimals, "0"));
}

// Quantity in thousandths × price in grosze, rounded half up.
export const multiply = (quantity, price) => (quantity * price + 500n) / 1000n;

export function write(grosze, language) {
  const size = grosze < 0n ? -grosze : grosze;
  const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
  return `${grosze < 0n ? "−" : ""}${whole}${language === "en" ? "." : ","}${String(size % 100n).padStart(2, "0")}`;
}

// Adds up what stands in the fields, in grosze; a line without a quantity and a price adds nothing.
export function addUp(lines) {
  const sums = { total: 0n, own: 0n, asked: 0n };
  for (const line of lines) {
    const typed = (part, decimals) => read(line.querySelector(`[data-part="${part}"]`).value, decimals);
    const [quantity, price] = [typed("quantity", 3), typed("price", 2)];
    if (quantity === null || price === null) continue;
    sums.total += multiply(quantity, price);
    sums.own += typed("own", 2) ?? 0n;
  }
  sums.asked = sums.total - sums.own;
  return sums;
}

function start(box) {
  const words = JSON.parse(box.dataset.budget);
  const language = document.documentElement.lang.slice(0, 2);
  const most = box.dataset.most ? read(box.dataset.most, 2) : null;
  const share = box.dataset.share ? read(box.dataset.share, 6) : null;
  const list = box.querySelector("[data-lines]");
  const add = box.querySelector("[data-add]");
  const said = box.querySelector("[data-announce]");
  const state = box.querySelector("[data-state]");
  const money = (grosze) => `${write(grosze, language)}\u00a0${box.dataset.currency}`;
  list.querySelector("details")?.replaceWith(...list.querySelectorAll("details > fieldset"));
  const lines = [...list.querySelectorAll("[data-line]")];
  const field = (line, part) => line.querySelector(`[data-part="${part}"]`);
  const fields = (line) => [...line.querySelectorAll("[data-part]")];
  const isEmpty = (line) => fields(line).every((one) => !one.value.trim());

  function tell() {
    for (const line of lines) {
      const quantity = read(field(line, "quantity").value, 3);
      const price = read(field(line, "price").value, 2);
      const cost = quantity === null || price === null ? null : multiply(quantity, price);
      line.querySelector("[data-cost]").textContent = cost === null ? "" : write(cost, language);
    }
    const sums = addUp(lines);
    const { total, own } = sums;
    for (const [name, sum] of Object.entries(sums)) {
      box.querySelector(`[data-sum="${name}"]`).textContent = write(sum, language);
    }
    const percent = total ? Number((own * 1000n) / total) / 10 : 0;
    box.querySelector("[data-percent]").textContent = own ? `(${percent.toLocaleString(language)}\u00a0%)` : "";
    const isOver = most !== null && total - own > most;
    // Per cent in millionths: own / total ≥ share / 100.
    const isPoor = share !== null && own * 100_000_000n < total * share;
    const least = share === null ? 0n : (total * share + 99_999_999n) / 100_000_000n;
    const isLimited = total > 0n && (most !== null || share !== null);
    box.dataset.wrong = isOver || isPoor ? "1" : "";
    const tells = [isOver && words.over.replace("%s", money(total - own - most)), isPoor && words.share.replace("%s", money(least))];
    const sentence = tells.filter(Boolean).join(" ") || (isLimited ? words.fits : "");
    if (state.textContent !== sentence) state.textContent = sentence;
  }

  function show() {
    lines.forEach((line, index) => { line.querySelector("legend").textContent = words.line.replace("%s", index + 1); });
    const shown = lines.filter((line) => !line.hidden);
    add.disabled = shown.length === lines.length;
    for (const line of lines) line.querySelector(".cost__remove").hidden = shown.length === 1 && isEmpty(line);
  }

  // Lines are emptied and moved up rather than taken away: their fields keep their names.
  function remove(line) {
    const place = lines.indexOf(line);
    for (let here = place; here < lines.length; here += 1) {
      for (const one of fields(lines[here])) one.value = lines[here + 1] ? field(lines[here + 1], one.dataset.part).value : "";
    }
    const shown = lines.filter((one) => !one.hidden);
    if (shown.length > 1) shown.at(-1).hidden = true;
    said.textContent = words.removed;
    show();
    tell();
    const next = lines[place].hidden ? lines[place - 1] : lines[place];
    field(next, "what").focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  for (const [index, line] of lines.entries()) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "cost__remove", textContent: "×" });
    button.setAttribute("aria-label", words.remove.replace("%s", index + 1));
    button.title = button.getAttribute("aria-label");
    button.addEventListener("click", () => remove(line));
    line.append(button);
  }
  const last = lines.findLastIndex((line) => !isEmpty(line));
  lines.forEach((line, index) => { line.hidden = index > Math.max(last, 0); });
  add.addEventListener("click", () => {
    const next = lines.find((line) => line.hidden);
    if (!next) return;
    next.hidden = false;
    said.textContent = words.added.replace("%s", lines.indexOf(next) + 1);
    show();
    field(next, "what").focus();
  });
  // Enter in the last line opens the next instead of sending the page.
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-part]")) return;
    event.preventDefault();
    const line = event.target.closest("[data-line]");
    if (line === lines.filter((one) => !one.hidden).at(-1) && !isEmpty(line)) add.click();
  });
  box.addEventListener("input", () => { show(); tell(); });
  addEventListener("pageshow", tell);
  show();
  tell();
}

for (const box of document.querySelectorAll("[data-budget]")) {
  if (!box.dataset.started) {
    box.dataset.started = "1";
    start(box);
  }
}

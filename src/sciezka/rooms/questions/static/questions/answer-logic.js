// Shows and hides what depends on other answers of the same page, as the server would: in the questionnaire's order, and
// what is hidden was not answered. Comparisons with earlier pages come settled, as true or false.

import { addUp } from "./answer-budget.js";

const day = /^\d{4}-\d{2}-\d{2}$/;
const number = (text) => (/^\s*[+-]?[\d\s\u00a0\u202f]*[.,]?\d+\s*$/.test(text) ? Number(text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".")) : undefined);

const isEmpty = (answer) => answer === undefined || answer === "" || (typeof answer === "object" && Object.keys(answer).length === 0);
const isEqual = (answer, value) => (Array.isArray(answer) ? answer.length === 1 && answer[0] === value : answer === value);
const measure = (answer) => (Array.isArray(answer) ? answer.length : typeof answer === "string" ? number(answer) : answer);
const compare = (test) => (answer, value) => {
  if (typeof value === "string") return typeof answer === "string" && day.test(answer) && day.test(value) && test(answer, value);
  const size = measure(answer);
  return typeof size === "number" && test(size, value);
};
const comparisons = {
  is: isEqual,
  is_not: (answer, value) => !isEqual(answer, value),
  in: (answer, values) => (Array.isArray(answer) ? answer.some((one) => values.includes(one)) : values.includes(answer)),
  includes: (answer, value) => includes(answer, value),
  excludes: (answer, value) => !includes(answer, value),
  answered: () => true,
  unanswered: () => false,
  at_least: compare((one, other) => one >= other),
  at_most: compare((one, other) => one <= other),
  above: compare((one, other) => one > other),
  below: compare((one, other) => one < other),
};
const includes = (answer, value) => (Array.isArray(answer) ? answer.includes(value) : typeof answer === "object" ? Object.values(answer).includes(value) : isEqual(answer, value));

function holds(condition, live) {
  if (typeof condition === "boolean") return condition;
  if (condition.all) return condition.all.every((part) => holds(part, live));
  if (condition.any) return condition.any.some((part) => holds(part, live));
  if (condition.none) return !condition.none.some((part) => holds(part, live));
  let answer = live[condition.item];
  if (condition.row) answer = answer && typeof answer === "object" && !Array.isArray(answer) ? answer[condition.row] : undefined;
  if (isEmpty(answer)) return ["unanswered", "is_not", "excludes"].includes(condition.op);
  return comparisons[condition.op](answer, condition.value);
}

function readAnswer(box, kind, code) {
  const fields = [...box.querySelectorAll("input, select, textarea")].filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
  const own = fields.filter((field) => field.name === code).map((field) => field.value);
  const parts = Object.fromEntries(fields.filter((field) => field.name.startsWith(`${code}.`) && field.value).map((field) => [field.name.slice(code.length + 1), field.value]));
  if (kind === "multiple") return own;
  if (kind === "grid") return parts;
  if (kind === "semantic" || kind === "allocation") return Object.fromEntries(Object.entries(parts).map(([part, value]) => [part, number(value)]));
  if (kind === "ranking") return Object.keys(parts).sort((one, other) => parts[one] - parts[other]);
  if (kind === "budget") return Object.keys(parts).length ? Object.fromEntries(Object.entries(addUp(box.querySelectorAll("[data-line]"))).map(([sum, grosze]) => [sum, Number(grosze) / 100])) : undefined;
  if (kind === "place") return Object.values(parts);
  if (kind === "consent") return own.length ? true : undefined;
  if (kind === "number" || kind === "nps") return own[0] === undefined || own[0] === "" ? undefined : number(own[0]);
  return own[0]?.trim();
}

function settle(form, plan) {
  const live = {};
  const seen = [];
  for (const section of plan) {
    const box = form.querySelector(`[data-section="${section.section}"]`);
    const isOn = section.if === undefined || holds(section.if, live);
    let isEmptySection = true;
    for (const item of section.items) {
      const ask = box.querySelector(`[data-item="${item.item}"]`);
      const rows = Object.entries(item.rows ?? {}).map(([row, condition]) => [row, holds(condition, live)]);
      const shows = isOn && (item.if === undefined || holds(item.if, live)) && (!item.rows || rows.some(([, on]) => on));
      ask.hidden = !shows;
      for (const [row, on] of rows) ask.querySelector(`[data-row="${row}"]`).hidden = !on;
      if (!shows) continue;
      isEmptySection = false;
      seen.push(item.item, ...rows.filter(([, on]) => on).map(([row]) => `${item.item}.${row}`));
      const answer = readAnswer(ask, item.kind, item.item);
      if (item.rows && answer) for (const [row, on] of rows) if (!on) delete answer[row];
      if (!isEmpty(answer)) live[item.item] = answer;
    }
    box.hidden = isEmptySection;
  }
  form.elements.seen.value = seen.join(" ");
}

export function watchConditions(form) {
  const plan = form?.querySelector("[data-logic]");
  if (!plan) return;
  const read = JSON.parse(plan.textContent);
  form.addEventListener("change", () => settle(form, read));
  form.addEventListener("input", ({ target }) => target.matches("input[type=text], textarea") && settle(form, read));
  addEventListener("pageshow", () => settle(form, read));
  settle(form, read);
}

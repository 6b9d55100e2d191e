// Deciding row by row: keys go up and down a column as in a sheet, and what is not recorded yet is not left unasked.

const form = document.querySelector("form[data-rows]");
let isDirty = false;

if (form) {
  form.querySelector("[data-keys]").hidden = false;
  form.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const column = event.target.name?.split("-")[1];
    if (!step || !column) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll(`[name$="-${column}"]:not([type="hidden"])`)];
    const next = fields[fields.indexOf(event.target) + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("input", () => {
    isDirty = true;
  });
  form.addEventListener("submit", () => {
    isDirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}

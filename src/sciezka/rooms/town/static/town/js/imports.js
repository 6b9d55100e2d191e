// Pasting keeps what the browser copied beside the plain text: links and lists. A file too large is said before sending.
const form = document.querySelector("[data-import-form]");

if (form) {
  const text = form.querySelector("[data-paste]");
  const rich = form.elements.namedItem("rich");
  const note = form.querySelector("[data-rich-note]");
  const file = form.querySelector("input[type=file]");
  const button = form.querySelector("[data-busy]");
  let isPasting = false;

  const forget = () => {
    rich.value = "";
    note.textContent = "";
  };

  text.addEventListener("paste", (event) => {
    const isWhole = text.value === "" || (text.selectionStart === 0 && text.selectionEnd === text.value.length);
    const html = event.clipboardData?.getData("text/html") ?? "";
    // Word processors copy their whole style sheet; the plain text is the better page then.
    if (isWhole && /<(a|li|h[1-6]|td)[\s>]/i.test(html) && html.length < 5_000_000) {
      isPasting = true;
      rich.value = html;
      note.textContent = note.dataset.said;
    }
  });

  text.addEventListener("input", () => {
    if (!isPasting) forget();
    isPasting = false;
  });

  file.addEventListener("change", () => {
    const isTooLarge = file.files[0] && file.files[0].size > Number(file.dataset.largest);
    file.setCustomValidity(isTooLarge ? form.dataset.tooLarge : "");
    if (isTooLarge) file.reportValidity();
  });

  form.addEventListener("submit", () => {
    button.setAttribute("aria-busy", "true");
    button.lastChild.textContent = ` ${button.dataset.busy}`;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

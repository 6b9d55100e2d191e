// A button under each password field that shows what was typed.
const template = document.getElementById("reveal");

for (const field of document.querySelectorAll("input[type=password]")) {
  const button = template.content.firstElementChild.cloneNode(true);
  const label = button.querySelector("[data-label]");
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    label.textContent = isShown ? button.dataset.show : button.dataset.hide;
  });
  // A shown password goes back to dots before the form is sent, so that no browser keeps it as plain text.
  field.form?.addEventListener("submit", () => { field.type = "password"; });
  field.after(button);
}

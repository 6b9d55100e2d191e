// Once the server has read the typed date, an earlier complaint about the field no longer holds. The form works without it.
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id !== "date-reading") return;
  const read = target.querySelector(".reading:not(.reading--problem)");
  const field = document.querySelector("input[hx-target='#date-reading']");
  if (!read || !field) return;
  const complaint = document.getElementById(`${field.id}_error`);
  if (!complaint) return;
  complaint.remove();
  field.removeAttribute("aria-invalid");
  const told = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== complaint.id);
  if (told.length) field.setAttribute("aria-describedby", told.join(" "));
  else field.removeAttribute("aria-describedby");
});

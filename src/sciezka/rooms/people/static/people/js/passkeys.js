// Says in words why a passkey did not work; the library's own script does the asking.
const notice = document.getElementById("passkey-notice");
const say = (name) => {
  notice.querySelectorAll("[data-reason]").forEach((line) => { line.hidden = line.dataset.reason !== name; });
  notice.hidden = false;
  notice.focus();
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const { name } = event.detail.exception;
  // The browser tells a cancelled dialogue and a missing key apart from an address where passkeys can't work.
  say(name === "NotAllowedError" ? "cancelled" : name === "InvalidStateError" ? "known" : "unable");
});

if (!window.PublicKeyCredential) {
  for (const button of document.querySelectorAll("[data-passkey]")) button.disabled = true;
  say("unable");
}

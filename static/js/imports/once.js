// @ts-check
// A form is sent once, however often its button is pressed.

/** @param {Document | Element} root */
export function sendOnce(root) {
  for (const form of root.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.hasAttribute("data-sent")) return event.preventDefault();
      form.setAttribute("data-sent", "");
      // Disabled a moment later: a disabled button's own value would not be sent.
      setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)));
    });
  }
  // The back button shows the page as it was left.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
}

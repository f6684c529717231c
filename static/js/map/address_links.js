// @ts-check
// Links and forms that come back to the map carry its address along.

/** Switching the language and signing in keep the view. */
export function carryAddress() {
  for (const input of document.querySelectorAll("form[action*=setlang] input[name=next]")) {
    /** @type {HTMLInputElement} */ (input).value = location.pathname + location.search;
  }
  for (const link of document.querySelectorAll("a[href*='/accounts/login/']")) {
    link.setAttribute("href", `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
}

import compat from "eslint-plugin-compat";

// Names that our modules use; anything else undeclared is a slip.
const browser = [
  "AbortController", "AbortSignal", "Blob", "CSS", "CustomEvent", "DOMParser", "Event", "EventTarget", "FormData", "HTMLElement",
  "HTMLFormElement", "HTMLInputElement", "HTMLSelectElement", "HTMLButtonElement", "Image", "IntersectionObserver", "Intl", "KeyboardEvent",
  "Map", "MouseEvent", "Path2D", "Promise", "ResizeObserver", "Set", "OffscreenCanvas", "TextDecoder", "TextEncoder", "URL", "URLSearchParams", "XMLHttpRequest", "clearTimeout",
  "clearInterval", "console", "crypto", "createImageBitmap", "devicePixelRatio", "document", "fetch", "getComputedStyle", "globalThis",
  "history", "localStorage", "location", "matchMedia", "navigator", "performance", "queueMicrotask",
  "requestAnimationFrame", "cancelAnimationFrame", "sessionStorage", "setInterval", "setTimeout", "structuredClone", "window",
];
const names = (list) => Object.fromEntries(list.map((name) => [name, "readonly"]));

export default [
  {
    files: ["static/js/**/*.js"],
    ...compat.configs["flat/recommended"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: names(browser) },
    rules: {
      ...compat.configs["flat/recommended"].rules,
      "eqeqeq": "error",
      "no-undef": "error",
      "no-unused-vars": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  { files: ["tests/js/**/*.js"], rules: { "no-unused-vars": "error", "no-var": "error" } },
];

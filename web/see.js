// What a reader sees of a page: every text in words, the labels among them, and whether the page is too wide.
() => {
  // Words of the articles and of programs, whatever language the page is in.
  const QUOTED = "script, style, noscript, code, pre, samp, kbd, [lang] [lang], [translate=no], [data-quoted]";
  const LABELS =
    "legend, label, caption, .fieldset-heading, .inline-heading, .help, .object-tools a, th .text, thead th," +
    " #changelist-filter h2, #changelist-filter summary, #nav-sidebar caption a, #header a, .submit-row input," +
    " .submit-row a, .button";
  const ATTRIBUTES = ["placeholder", "title", "aria-label", "alt"];

  document.querySelectorAll("details").forEach((one) => (one.open = true));
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const words = (text) => text.replace(/\s+/g, " ").trim();
  const seen = [];
  const see = (element, text) => {
    if (words(text) !== "" && !element.closest(QUOTED)) {
      seen.push({ text: words(text), label: element.closest(LABELS) !== null });
    }
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.tagName === "OPTION" ? shown(parent.closest("select")) : shown(parent)) {
      see(parent, walker.currentNode.data);
    }
  }
  for (const element of document.querySelectorAll("*")) {
    if (element.matches("input[type=submit], input[type=button], input[type=reset]")) {
      see(element, element.value);
    }
    for (const name of ATTRIBUTES) {
      see(element, element.getAttribute(name) ?? "");
    }
  }
  see(document.body, document.title);
  return { language: document.documentElement.lang, seen, width: document.documentElement.scrollWidth };
}

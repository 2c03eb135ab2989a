// The pieces of the page of an article, what is chosen there, and what it says.

export const bench = document.getElementById("workbench");
export const text = document.getElementById("bench-text");
export const list = document.getElementById("bench-list");
export const chosenBox = document.getElementById("bench-chosen");
export const bar = document.getElementById("bench-selection");
const said = document.getElementById("bench-said");
export const help = document.getElementById("bench-help");
export const base = bench.dataset.base;

export const state = {
  chosen: bench.dataset.chosen, // the key of the chosen finding, "" for none
  filter: "", // the kind that is shown alone, or "open"; "" for all
  selecting: false, // whether the next selection is the words of the chosen finding
  selected: null, // {start, end, exact} of the words that are selected, in code points
};

export const sayings = Object.fromEntries(
  [...document.getElementById("bench-words").content.querySelectorAll("[data-say]")].map((one) => [
    one.dataset.say,
    one.textContent,
  ]),
);

export const entryOf = (key) => (key ? document.getElementById(`entry-${key}`) : null);
export const entries = () => [...list.querySelectorAll(".entry")];
export const shownEntries = () => entries().filter((entry) => !entry.hidden);
export const marksOf = (key) => [...text.querySelectorAll(`[data-covers~="${CSS.escape(key)}"], #found-${CSS.escape(key)}`)];
export const addressOf = (entry, last = "") => `${base}found/${entry.dataset.kind}/${entry.dataset.key}/${last}`;
export const deedForm = () => chosenBox.querySelector("form.deed");
export const correction = () => chosenBox.querySelector("form.correction");
export const isChanged = (form) => form !== null && form.dataset.sent !== undefined && form.dataset.sent !== sent(form);
export const typedReason = () => deedForm()?.elements.why?.value ?? "";
export const hasReason = () => typedReason().trim() !== "";
export const reasonsAbove = () => [...bench.querySelectorAll(".bench-bar [name=why]")];
export const sent = (form) => new URLSearchParams(new FormData(form)).toString();
export const codePoints = (string) => [...string].length;

export function say(words, isWrong = false) {
  said.textContent = words;
  said.classList.toggle("is-wrong", isWrong);
}

// Says that a form was typed in and not sent, which would be lost; returns whether that is so.
export function isFormUnsaved() {
  const isTyped = isChanged(correction());
  if (isTyped) {
    say(sayings.unsaved, true);
  }
  return isTyped;
}

// The same, of a reason too.
export function isUnsaved() {
  if (isFormUnsaved()) {
    return true;
  }
  if (hasReason()) {
    say(sayings.why, true);
    return true;
  }
  return false;
}

export function html(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

export const mayDecide = () => bench.querySelector(".bench-all") !== null;

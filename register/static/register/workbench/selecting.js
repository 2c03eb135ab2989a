// The bar beside selected words, and choosing other words for a finding.

import { bar, bench, entryOf, isFormUnsaved, say, sayings, state, text } from "./page.js";
import { readSelection } from "./selection.js";

export function offer() {
  state.selected = readSelection();
  const words = bar.querySelector("[data-words]");
  words.hidden = !state.selecting;
  const offered = state.selected !== null && (bar.querySelector("[data-add]") !== null || state.selecting);
  bar.hidden = !offered;
  if (offered) {
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    const around = bench.getBoundingClientRect();
    bar.style.top = `${place.bottom - around.top + 6}px`;
    bar.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - bar.offsetWidth))}px`;
  }
}

export function hideBar() {
  bar.hidden = true;
  state.selected = null;
}

export function startSelecting() {
  if (entryOf(state.chosen) === null || entryOf(state.chosen).dataset.kind === "remark" || isFormUnsaved()) {
    return;
  }
  state.selecting = true;
  bench.classList.add("is-selecting");
  say(sayings.select);
  text.focus({ preventScroll: true });
  offer();
}

export function stopSelecting() {
  state.selecting = false;
  bench.classList.remove("is-selecting");
  hideBar();
}

// Choosing a finding: it is shown in the text and in the list, with what may be done with it.

import {
  addressOf,
  bench,
  chosenBox,
  correction,
  deedForm,
  entryOf,
  html,
  isUnsaved,
  marksOf,
  say,
  sayings,
  shownEntries,
  state,
} from "./page.js";
import { stopSelecting } from "./selecting.js";

const DELAY = 120; // milliseconds after which a finding that was passed by keys is asked for

let asked = null; // what aborts the question after the chosen finding
let keptReason = "";

export function choose(key, { scrollText = true, focus = false, load = true } = {}) {
  if ((key !== state.chosen || correction() !== null) && isUnsaved()) {
    return false;
  }
  for (const old of bench.querySelectorAll("[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  const entry = entryOf(key);
  if (entry === null) {
    state.chosen = "";
    chosenBox.replaceChildren();
    return false;
  }
  const isNew = state.chosen !== key;
  state.chosen = key;
  entry.hidden = false;
  entry.setAttribute("aria-current", "true");
  entry.scrollIntoView({ block: "nearest" });
  const marks = marksOf(key);
  for (const mark of marks) {
    mark.setAttribute("aria-current", "true");
  }
  if (scrollText && marks.length > 0) {
    showInText(marks[0]);
  }
  if (focus) {
    entry.querySelector(".entry-label").focus({ preventScroll: true });
  }
  if (isNew) {
    stopSelecting();
  }
  if (load && (isNew || deedForm() === null)) {
    loadChosen(entry);
  }
  return true;
}

function showInText(mark) {
  const place = mark.getBoundingClientRect();
  if (place.top < 60 || place.bottom > innerHeight - 60) {
    mark.scrollIntoView({ block: "center" });
  }
}

// Gives up the question after the chosen finding, where it is not answered yet.
export function stopAsking() {
  asked?.abort();
}

// Keeps what was typed beside a finding that could not be decided, for when what may be done with it is shown again.
export function keepReason(why) {
  keptReason = why;
}

function loadChosen(entry) {
  stopAsking();
  asked = new AbortController();
  const { signal } = asked;
  chosenBox.replaceChildren();
  setTimeout(async () => {
    if (signal.aborted) {
      return;
    }
    try {
      const answer = await fetch(addressOf(entry) + location.search, { signal });
      if (answer.ok && !answer.redirected) {
        showChosen(await answer.text());
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        say(sayings.failed, true);
      }
    }
  }, DELAY);
}

export function showChosen(markup) {
  chosenBox.replaceChildren(html(markup));
  const span = chosenBox.querySelector("[data-deed=span]");
  if (span !== null) {
    span.hidden = false;
  }
  const why = deedForm()?.elements.why;
  if (why !== undefined && keptReason !== "") {
    why.value = keptReason;
  }
  keptReason = "";
}

export function step(by) {
  const shown = shownEntries();
  const at = shown.findIndex((entry) => entry.dataset.key === state.chosen);
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
  if (next !== undefined) {
    choose(next.dataset.key, { focus: true });
  }
}

// Where nothing was decided yet, below the place where something was.
export function stepToOpen(after) {
  const all = shownEntries();
  const open = all.filter((entry) => entry.dataset.open !== undefined);
  const next = open.find((entry) => all.indexOf(entry) >= after) ?? open[0];
  if (next !== undefined) {
    choose(next.dataset.key, { focus: true });
  }
}

// The innermost finding of the words; clicked again, the one around it.
export function chooseInText(piece) {
  const keys = piece.dataset.covers ? piece.dataset.covers.split(" ").reverse() : [piece.dataset.id];
  const there = keys.filter((key) => entryOf(key) !== null);
  const at = there.indexOf(state.chosen);
  choose(there[at < 0 ? 0 : (at + 1) % there.length] ?? "", { scrollText: false });
}

// Let go of a finding that was decided: what may be done with it is asked for anew when it is chosen.
export function again(key) {
  if (state.chosen === key) {
    chosenBox.replaceChildren();
    state.chosen = "";
    choose(key, { scrollText: false, load: false });
  }
}

// The page of an article for curators: a finding chosen in the text or in the list is shown in both, decided by keys,
// corrected in a form beside the text, moved or added by selecting words. What the server answers is shown; the page
// works without this file too, by its links and forms.

import { choose, chooseInText, showChosen, step } from "./workbench/choosing.js";
import { askReason, closeForm, decide, edit, save, startAdding, takeWords } from "./workbench/deeds.js";
import { applyFilter } from "./workbench/list.js";
import {
  bar,
  bench,
  chosenBox,
  correction,
  deedForm,
  entryOf,
  hasReason,
  help,
  isChanged,
  isUnsaved,
  list,
  mayDecide,
  reasonsAbove,
  say,
  sayings,
  sent,
  state,
  text,
} from "./workbench/page.js";
import { hideBar, offer, startSelecting, stopSelecting } from "./workbench/selecting.js";
import { letSelect, readSelection } from "./workbench/selection.js";
import { send, show } from "./workbench/sending.js";

text.addEventListener("click", (event) => {
  const piece = event.target.closest(".found, .found-label");
  if (piece === null || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  if (getSelection().isCollapsed) {
    chooseInText(piece);
  }
});

list.addEventListener("click", (event) => {
  const entry = event.target.closest(".entry");
  const link = event.target.closest("a");
  if (entry === null || event.ctrlKey || event.metaKey || (link !== null && !link.matches(".entry-label"))) {
    return;
  }
  event.preventDefault();
  choose(entry.dataset.key);
});

// Words are selected by the mouse, by keys, by the handles that a finger moves, or by a menu of the browser. The bar stays
// out of the way of a mouse until its button is let go.
let isMousePressed = false;
let waiting; // the call that offers what is selected

function offerSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(offer); // a click takes the selection away first
}

document.addEventListener("selectionchange", () => {
  if (isMousePressed || getSelection().isCollapsed) {
    if (!bar.contains(document.activeElement)) {
      hideBar();
    }
  } else {
    offerSoon();
  }
});
document.addEventListener("pointerdown", (event) => {
  isMousePressed = event.pointerType === "mouse";
});
for (const letGo of ["pointerup", "pointercancel"]) {
  document.addEventListener(letGo, (event) => {
    isMousePressed = false;
    if (!bar.contains(event.target)) {
      offerSoon();
    }
  });
}

bar.addEventListener("pointerdown", (event) => event.preventDefault()); // which would take the selection away
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.add) {
    startAdding(button.dataset.add);
  } else if (button?.dataset.words !== undefined) {
    takeWords();
  }
});

bench.addEventListener("click", (event) => {
  const button = event.target.closest("[data-deed], [data-show], #bench-keys");
  if (button === null || button.matches("[data-deed^=article-]")) {
    return;
  }
  if (button.id === "bench-keys") {
    help.showModal();
  } else if (button.dataset.show !== undefined) {
    state.filter = button.dataset.show;
    applyFilter();
  } else if (button.dataset.deed === "edit") {
    if (!event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      edit();
    }
  } else if (button.dataset.deed === "span") {
    startSelecting();
  } else if (button.dataset.deed === "cancel") {
    closeForm();
  }
});

bench.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches(".deed")) {
    event.preventDefault();
    const why = form.elements.why;
    const deed = document.activeElement === why ? why.dataset.asked : event.submitter?.dataset.deed;
    if (deed !== undefined) {
      decide(deed, why.value);
    }
  } else if (form.matches(".correction")) {
    event.preventDefault();
    save(form);
  } else if (form.matches(".bench-all, .bench-reviewed, .bench-undo")) {
    event.preventDefault();
    if (isUnsaved()) {
      return;
    }
    const answer = await send(form.action, new FormData(form));
    if (answer !== null && answer.status === 200) {
      form.elements.why.value = ""; // it was sent
    }
    if (answer !== null && show(answer) && answer.next === undefined) {
      const key = state.chosen;
      state.chosen = "";
      chosenBox.replaceChildren();
      choose(key, { scrollText: false });
    }
  }
});

const press = (selector) => {
  const button = bench.querySelector(selector);
  if (button !== null && button.closest("[hidden]") === null) {
    button.click();
  }
};
const LOOKING = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  n: () => press("[data-deed=article-after]"),
  p: () => press("[data-deed=article-before]"),
  "?": () => help.showModal(),
};
const DECIDING = {
  c: () => decide("confirm"),
  r: () => (entryOf(state.chosen)?.dataset.kind === "remark" ? decide("reject") : askReason()),
  o: () => decide("reopen"),
  e: edit,
  s: startSelecting,
  d: () => press("[data-deed=remove]"),
  u: () => press("[data-deed=undo]"),
  C: () => press("form:not([hidden]) > [data-deed=all], form:not([hidden]) > [data-deed=reviewed]"),
};
const forbidden = () => say(sayings.forbidden, true);

const TYPED_IN = "input, textarea, select, [contenteditable], .select2-container";

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && correction() !== null) {
    event.preventDefault();
    correction().requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) {
    return;
  }
  const isTyping = event.target.closest?.(TYPED_IN) || document.querySelector(".select2-container--open");
  if (event.key === "Escape" && !document.querySelector(".select2-container--open")) {
    escape(event);
    return;
  }
  if (isTyping) {
    return;
  }
  const words = event.key === "Enter" && state.selecting ? readSelection() : null; // also before the bar has shown them
  if (words !== null) {
    state.selected = words;
    event.preventDefault();
    takeWords();
    return;
  }
  const isArrow = event.key.startsWith("Arrow");
  if (isArrow && event.shiftKey) {
    return; // that selects words
  }
  // Whatever the lock of capitals says, Shift alone makes the key that confirms all.
  const key = event.key.length > 1 ? event.key : event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase();
  if (isArrow && (!list.contains(event.target) || state.selecting)) {
    return; // elsewhere they scroll
  }
  if (/^\d$/.test(key)) {
    offer(); // the words that are selected now, also before the bar has shown them
  }
  const adding = state.selected === null ? undefined : bar.querySelectorAll("[data-add]")[Number(key) - 1];
  if (adding !== undefined) {
    event.preventDefault();
    adding.click();
    return;
  }
  const deed = LOOKING[key] ?? (DECIDING[key] && (mayDecide() ? DECIDING[key] : forbidden));
  if (deed !== undefined && (!event.repeat || isArrow || "jk".includes(key))) {
    event.preventDefault();
    deed();
  }
});

function escape(event) {
  if (event.target === deedForm()?.elements.why) {
    delete event.target.dataset.asked;
    event.target.value = "";
    entryOf(state.chosen)?.querySelector(".entry-label").focus({ preventScroll: true });
    say("");
  } else if (reasonsAbove().includes(event.target)) {
    event.target.value = "";
    event.target.blur();
  } else if (state.selecting) {
    stopSelecting();
    say("");
  } else if (correction() !== null) {
    leaveForm(correction());
  }
}

// What was typed is thrown away by the second press of the key, if nothing was typed after the first.
function leaveForm(form) {
  if (isChanged(form) && form.dataset.escaped !== sent(form)) {
    form.dataset.escaped = sent(form);
    say(sayings.leave, true);
  } else {
    closeForm();
  }
}

addEventListener("beforeunload", (event) => {
  if (isChanged(correction()) || hasReason() || reasonsAbove().some((why) => why.value.trim() !== "")) {
    event.preventDefault();
  }
});

// --- the beginning ---------------------------------------------------------------------------------------------------

bench.querySelector(".bench-filters").hidden = false;
document.getElementById("bench-keys").hidden = false;
letSelect();
applyFilter();
const named = location.hash.match(/^#(?:found|entry)-(.+)$/)?.[1];
if (entryOf(state.chosen || named) !== null) {
  choose(state.chosen || named, { load: chosenBox.childElementCount === 0 });
  showChosen(chosenBox.innerHTML);
}

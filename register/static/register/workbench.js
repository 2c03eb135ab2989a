// The page of an article for curators: a finding chosen in the text or in the list is shown in both, decided by keys,
// corrected in a form beside the text, moved or added by selecting words. What the server answers is shown; the page
// works without this file too, by its links and forms.

const bench = document.getElementById("workbench");
const text = document.getElementById("bench-text");
const list = document.getElementById("bench-list");
const chosenBox = document.getElementById("bench-chosen");
const bar = document.getElementById("bench-selection");
const said = document.getElementById("bench-said");
const help = document.getElementById("bench-help");
const base = bench.dataset.base;

const DELAY = 120; // milliseconds after which a finding that was passed by keys is asked for
const sayings = Object.fromEntries(
  [...document.getElementById("bench-words").content.querySelectorAll("[data-say]")].map((one) => [
    one.dataset.say,
    one.textContent,
  ]),
);

let chosen = bench.dataset.chosen; // the key of the chosen finding, "" for none
let filter = "";
let selecting = false; // whether the next selection is the words of the chosen finding
let selected = null; // {start, end, exact} of the words that are selected, in code points
let asked = null; // what aborts the question after the chosen finding
let keptReason = ""; // what was typed beside a finding that could not be decided
let busy = false; // whether something was sent and is not answered

// --- what is where ---------------------------------------------------------------------------------------------------

const entryOf = (key) => (key ? document.getElementById(`entry-${key}`) : null);
const entries = () => [...list.querySelectorAll(".entry")];
const shownEntries = () => entries().filter((entry) => !entry.hidden);
const marksOf = (key) => [...text.querySelectorAll(`[data-covers~="${CSS.escape(key)}"], #found-${CSS.escape(key)}`)];
const addressOf = (entry, last = "") => `${base}found/${entry.dataset.kind}/${entry.dataset.key}/${last}`;
const deedForm = () => chosenBox.querySelector("form.deed");
const correction = () => chosenBox.querySelector("form.correction");
const isChanged = (form) => form !== null && form.dataset.sent !== undefined && form.dataset.sent !== sent(form);
const hasReason = () => (deedForm()?.elements.why?.value ?? "").trim() !== "";
const reasonsAbove = () => [...bench.querySelectorAll(".bench-bar [name=why]")];
const sent = (form) => new URLSearchParams(new FormData(form)).toString();
const codePoints = (string) => [...string].length;

function say(words, isWrong = false) {
  said.textContent = words;
  said.classList.toggle("is-wrong", isWrong);
}

// Says what was typed and not sent, which would be lost; returns whether there is such.
function isUnsaved() {
  const isTyped = isChanged(correction());
  if (isTyped || hasReason()) {
    say(isTyped ? sayings.unsaved : sayings.why, true);
    return true;
  }
  return false;
}

function html(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

// --- choosing --------------------------------------------------------------------------------------------------------

function choose(key, { scrollText = true, focus = false, load = true } = {}) {
  if (key !== chosen && isUnsaved()) {
    return false;
  }
  for (const old of bench.querySelectorAll("[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  const entry = entryOf(key);
  if (entry === null) {
    chosen = "";
    chosenBox.replaceChildren();
    return false;
  }
  const isNew = chosen !== key;
  chosen = key;
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

function loadChosen(entry) {
  asked?.abort();
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

function showChosen(markup) {
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

function step(by) {
  const shown = shownEntries();
  const at = shown.findIndex((entry) => entry.dataset.key === chosen);
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
  if (next !== undefined) {
    choose(next.dataset.key, { focus: true });
  }
}

// Where nothing was decided yet, below the place where something was.
function stepToOpen(after) {
  const all = shownEntries();
  const open = all.filter((entry) => entry.dataset.open !== undefined);
  const next = open.find((entry) => all.indexOf(entry) >= after) ?? open[0];
  if (next !== undefined) {
    choose(next.dataset.key, { focus: true });
  }
}

// The innermost finding of the words; clicked again, the one around it.
function chooseInText(piece) {
  const keys = piece.dataset.covers ? piece.dataset.covers.split(" ").reverse() : [piece.dataset.id];
  const there = keys.filter((key) => entryOf(key) !== null);
  const at = there.indexOf(chosen);
  choose(there[at < 0 ? 0 : (at + 1) % there.length] ?? "", { scrollText: false });
}

// --- showing some kinds alone ----------------------------------------------------------------------------------------

function applyFilter() {
  for (const entry of entries()) {
    const isOpen = entry.dataset.open !== undefined;
    entry.hidden = filter !== "" && (filter === "open" ? !isOpen : entry.dataset.kind !== filter);
  }
  for (const button of bench.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === filter));
  }
  count();
}

function count() {
  bench.querySelector(".bench-count").textContent = shownEntries().length;
  bench.querySelector(".bench-nothing").hidden = list.querySelector(".entry") !== null;
}

// --- sending ---------------------------------------------------------------------------------------------------------

// Returns what the server answered, {status, ...}; null where it did not answer.
async function send(address, body) {
  if (busy) {
    return null;
  }
  busy = true;
  bench.setAttribute("aria-busy", "true");
  body.set("csrfmiddlewaretoken", document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? token());
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected) {
      say(sayings["signed-out"], true);
      return null;
    }
    const kind = answer.headers.get("Content-Type") ?? "";
    if (kind.startsWith("text/html")) {
      if (!answer.ok) {
        say(sayings.failed, true);
        return null;
      }
      return { status: answer.status, form: await answer.text() };
    }
    return { ...(await answer.json()), status: answer.status };
  } catch {
    say(sayings.failed, true);
    return null;
  } finally {
    busy = false;
    bench.removeAttribute("aria-busy");
  }
}

// Shows what changed; returns whether it was done.
function show(answer) {
  if (answer === null) {
    return false;
  }
  if (answer.next) {
    location.assign(answer.next);
    return true;
  }
  const isDone = answer.status < 400;
  say(isDone ? (answer.said ?? "") : answer.detail, !isDone);
  for (const [start, line] of Object.entries(answer.lines ?? {})) {
    document.getElementById(`line-${start}`)?.replaceWith(html(line));
  }
  letSelect();
  for (const key of answer.gone ?? []) {
    entryOf(key)?.remove();
  }
  for (const entry of html(answer.entries ?? "").querySelectorAll(".entry")) {
    entryOf(entry.dataset.key)?.remove();
    insert(entry);
  }
  if (answer.legend !== undefined) {
    bench.querySelector(".found-legend").replaceChildren(html(answer.legend));
    showAll(answer.all, answer.seen);
    showReviewed(answer.to_review);
    showUndo(answer.undo);
  }
  applyFilter();
  return isDone;
}

function insert(entry) {
  // In reading order, the widest first; what is left in an earlier text comes last.
  const place = ({ dataset }) => [Number(dataset.left !== undefined), Number(dataset.start), -Number(dataset.end)];
  const own = place(entry);
  const next = entries().find((other) => {
    const their = place(other);
    const differing = own.findIndex((value, index) => value !== their[index]);
    return differing >= 0 && their[differing] > own[differing];
  });
  list.insertBefore(entry, next ?? null);
}

function showAll(what, seen) {
  const form = bench.querySelector(".bench-all");
  form.hidden = what === "";
  form.elements.seen.value = seen;
  form.querySelector(".bench-all-what").textContent = what;
}

function showReviewed(version) {
  const form = bench.querySelector(".bench-reviewed");
  form.elements.version.value = version;
  form.hidden = version === "";
}

function showUndo(undo) {
  const form = bench.querySelector(".bench-undo");
  form.hidden = undo === null;
  form.elements.edit.value = undo?.edit ?? "";
  form.querySelector(".bench-undo-what").textContent = undo?.what ?? "";
  form.querySelector("button").title = undo?.article ?? "";
}

function token() {
  return bench.querySelector("[name=csrfmiddlewaretoken]").value;
}

function bodyFor(fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  for (const name of ["queue", "rejected"]) {
    const given = new URLSearchParams(location.search).get(name);
    if (given) {
      body.set(name, given);
    }
  }
  for (const [name, value] of Object.entries(fields)) {
    body.set(name, value);
  }
  return body;
}

// --- deciding --------------------------------------------------------------------------------------------------------

const DEEDS = { confirm: "confirm/", reject: "reject/", reopen: "reopen/", remove: "remove/" };
const OF_REMARKS = { confirm: "resolve/", reject: "ignore/", reopen: "open/" };

async function decide(deed, why = deedForm()?.elements.why?.value ?? "") {
  const entry = entryOf(chosen);
  if (entry === null || !mayDecide()) {
    say(sayings.none, true);
    return;
  }
  if (isChanged(correction())) {
    say(sayings.unsaved, true);
    return;
  }
  const last = (entry.dataset.kind === "remark" ? OF_REMARKS : DEEDS)[deed];
  if (last === undefined) {
    return;
  }
  const key = chosen;
  const at = shownEntries().indexOf(entry);
  const answer = await send(addressOf(entry, last), bodyFor({ version: entry.dataset.version, why }));
  const isDone = show(answer);
  if (answer === null) {
    return;
  }
  if (!isDone) {
    keptReason = why; // to be sent again, once one has seen what is there now
  }
  again(key);
  if (isDone && deed !== "reopen") {
    stepToOpen(at);
  } else {
    choose(key, { scrollText: false, focus: true });
  }
}

// Let go of a finding that was decided: what may be done with it is asked for anew when it is chosen.
function again(key) {
  if (chosen === key) {
    chosenBox.replaceChildren();
    chosen = "";
    choose(key, { scrollText: false, load: false });
  }
}

const mayDecide = () => bench.querySelector(".bench-all") !== null;

function askReason() {
  const why = deedForm()?.elements.why;
  if (why === undefined) {
    return;
  }
  say(sayings.reason);
  why.focus();
  why.dataset.asked = "reject";
}

async function edit() {
  const entry = entryOf(chosen);
  if (entry === null || !mayDecide() || entry.dataset.kind === "remark") {
    return;
  }
  try {
    const answer = await fetch(addressOf(entry, "form/") + location.search, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected && entry.dataset.key === chosen) {
      const markup = await answer.text();
      const why = deedForm()?.elements.why?.value ?? "";
      openForm(markup);
      correction().elements.why.value = why;
    } else if (!answer.ok) {
      say((await answer.json()).detail, true);
    }
  } catch {
    say(sayings.failed, true);
  }
}

function openForm(markup) {
  asked?.abort();
  chosenBox.replaceChildren(html(markup));
  const form = correction();
  django.jQuery(form).find(".admin-autocomplete").djangoAdminSelect2();
  form.dataset.sent = sent(form);
  chosenBox.scrollTop = 0;
  (form.querySelector(".errorlist ~ select, .errorlist ~ input") ?? form.querySelector("select, input:not([type=hidden])"))?.focus();
}

function closeForm() {
  const form = correction();
  if (form === null) {
    return;
  }
  delete form.dataset.sent;
  chosenBox.replaceChildren();
  if (chosen) {
    choose(chosen, { scrollText: false, focus: true });
  }
}

async function save(form) {
  const answer = await send(form.action, new FormData(form));
  if (answer === null) {
    return;
  }
  const isDone = show(answer);
  if (isDone) {
    delete form.dataset.sent;
    chosenBox.replaceChildren();
    hideBar();
    choose(answer.chosen, { focus: true });
  } else if (answer.form !== undefined) {
    const was = form.dataset.sent;
    openForm(answer.form);
    correction().dataset.sent = was;
  } else if (answer.version) {
    form.elements.version.value = answer.version; // what is there now was said: sent again, this goes before it
    entryOf(chosen)?.setAttribute("aria-current", "true");
  }
}

// --- selecting words -------------------------------------------------------------------------------------------------

// Returns the place of a point of the page in the article's text, in code points; null outside the text.
function placeOf(node, offset) {
  const range = document.createRange();
  range.setStart(node, offset);
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const piece = element.closest("[data-start]");
  if (piece !== null && text.contains(piece)) {
    const before = document.createRange();
    before.selectNodeContents(piece);
    before.setEnd(node, offset);
    return Number(piece.dataset.start) + codePoints(before.toString());
  }
  return null;
}

// Returns {start, end, exact} of the selected words of the article, without the labels that stand between them.
function readSelection() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) {
    return null;
  }
  const pieces = [...text.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
  const parts = [];
  for (const piece of pieces) {
    const inside = document.createRange();
    inside.selectNodeContents(piece);
    if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
      inside.setStart(range.startContainer, range.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
      inside.setEnd(range.endContainer, range.endOffset);
    }
    const words = inside.toString();
    if (words !== "") {
      parts.push({ start: placeOf(inside.startContainer, inside.startOffset), words });
    }
  }
  if (parts.length === 0 || parts.some((part) => part.start === null)) {
    return null;
  }
  return trimmed(parts);
}

// What stands between the pieces are line ends, which the page shows as paragraphs.
function trimmed(parts) {
  let exact = "";
  let end = parts[0].start;
  for (const part of parts) {
    exact += "\n".repeat(part.start - end) + part.words;
    end = part.start + codePoints(part.words);
  }
  const left = exact.length - exact.trimStart().length;
  const start = parts[0].start + codePoints(exact.slice(0, left));
  exact = exact.trim();
  return exact === "" ? null : { start, end: start + codePoints(exact), exact };
}

function offer() {
  selected = readSelection();
  const words = bar.querySelector("[data-words]");
  words.hidden = !selecting;
  const offered = selected !== null && (bar.querySelector("[data-add]") !== null || selecting);
  bar.hidden = !offered;
  if (offered) {
    const place = getSelection().getRangeAt(0).getBoundingClientRect();
    const around = bench.getBoundingClientRect();
    bar.style.top = `${place.bottom - around.top + 6}px`;
    bar.style.left = `${Math.max(0, Math.min(place.left - around.left, around.width - bar.offsetWidth))}px`;
  }
}

function hideBar() {
  bar.hidden = true;
  selected = null;
}

function startSelecting() {
  if (entryOf(chosen) === null || !mayDecide() || entryOf(chosen).dataset.kind === "remark") {
    return;
  }
  selecting = true;
  bench.classList.add("is-selecting");
  say(sayings.select);
  text.focus({ preventScroll: true });
  offer();
}

function stopSelecting() {
  selecting = false;
  bench.classList.remove("is-selecting");
  hideBar();
}

async function takeWords() {
  const entry = entryOf(chosen);
  if (selected === null || entry === null) {
    return;
  }
  const why = deedForm()?.elements.why?.value ?? "";
  const body = bodyFor({ ...selected, version: entry.dataset.version, why });
  const answer = await send(addressOf(entry, "words/"), body);
  if (show(answer)) {
    chosenBox.replaceChildren(); // the reason went with the words
    stopSelecting();
    getSelection().removeAllRanges();
    again(answer.chosen);
    chosenBox.replaceChildren();
    choose(answer.chosen, { focus: true });
  }
}

async function startAdding(kind) {
  if (selected === null) {
    return;
  }
  if (isUnsaved()) {
    return;
  }
  const answer = await send(`${base}add/${kind}/`, bodyFor(selected));
  if (answer === null) {
    return;
  }
  if (answer.status >= 400) {
    show(answer);
    return;
  }
  choose("");
  hideBar();
  openForm(answer.form);
}

// --- events ----------------------------------------------------------------------------------------------------------

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

// In a link the mouse selects no words, so marked words are links no more; the label before them still is one.
function letSelect() {
  for (const piece of text.querySelectorAll(".found[href]")) {
    piece.removeAttribute("href");
  }
}

list.addEventListener("click", (event) => {
  const entry = event.target.closest(".entry");
  const link = event.target.closest("a");
  if (entry === null || event.ctrlKey || event.metaKey || (link !== null && !link.matches(".entry-label"))) {
    return;
  }
  event.preventDefault();
  choose(entry.dataset.key);
});

document.addEventListener("selectionchange", () => {
  if (getSelection().isCollapsed && !bar.contains(document.activeElement)) {
    hideBar();
  }
});
document.addEventListener("pointerup", (event) => {
  if (!bar.contains(event.target)) {
    setTimeout(offer); // a click takes the selection away first
  }
});
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") {
    offer();
  }
});

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
    filter = button.dataset.show;
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
      const key = chosen;
      chosen = "";
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
const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  c: () => decide("confirm"),
  r: () => (entryOf(chosen)?.dataset.kind === "remark" ? decide("reject") : askReason()),
  o: () => decide("reopen"),
  e: edit,
  s: startSelecting,
  d: () => press("[data-deed=remove]"),
  u: () => press("[data-deed=undo]"),
  C: () => press("form:not([hidden]) > [data-deed=all], form:not([hidden]) > [data-deed=reviewed]"),
  n: () => press("[data-deed=article-after]"),
  p: () => press("[data-deed=article-before]"),
  "?": () => help.showModal(),
};

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
  const words = event.key === "Enter" && selecting ? readSelection() : null; // also before the bar has shown them
  if (words !== null) {
    selected = words;
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
  if (isArrow && (!list.contains(event.target) || selecting)) {
    return; // elsewhere they scroll
  }
  if (KEYS[key] !== undefined && (!event.repeat || isArrow || "jk".includes(key))) {
    event.preventDefault();
    KEYS[key]();
  }
});

function escape(event) {
  if (event.target === deedForm()?.elements.why) {
    delete event.target.dataset.asked;
    event.target.value = "";
    entryOf(chosen)?.querySelector(".entry-label").focus({ preventScroll: true });
    say("");
  } else if (reasonsAbove().includes(event.target)) {
    event.target.value = "";
    event.target.blur();
  } else if (selecting) {
    stopSelecting();
    say("");
  } else if (correction() !== null) {
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
if (entryOf(chosen || named) !== null) {
  choose(chosen || named, { load: chosenBox.childElementCount === 0 });
  showChosen(chosenBox.innerHTML);
}

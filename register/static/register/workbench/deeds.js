// What a person does with a finding: decide, correct, give it other words, add one.

import { again, choose, keepReason, stepToOpen, stopAsking } from "./choosing.js";
import {
  addressOf,
  base,
  chosenBox,
  correction,
  deedForm,
  entryOf,
  html,
  isFormUnsaved,
  isUnsaved,
  say,
  sayings,
  sent,
  shownEntries,
  state,
  typedReason,
} from "./page.js";
import { hideBar, stopSelecting } from "./selecting.js";
import { bodyFor, send, show } from "./sending.js";

const DEEDS = { confirm: "confirm/", reject: "reject/", reopen: "reopen/", remove: "remove/" };
const OF_REMARKS = { confirm: "resolve/", reject: "ignore/", reopen: "open/" };

export async function decide(deed, why = typedReason()) {
  const entry = entryOf(state.chosen);
  if (entry === null) {
    say(sayings.none, true);
    return;
  }
  if (isFormUnsaved()) {
    return;
  }
  const last = (entry.dataset.kind === "remark" ? OF_REMARKS : DEEDS)[deed];
  if (last === undefined) {
    return;
  }
  const key = state.chosen;
  const at = shownEntries().indexOf(entry);
  const answer = await send(addressOf(entry, last), bodyFor({ version: entry.dataset.version, why }));
  const isDone = show(answer);
  if (answer === null) {
    return;
  }
  if (!isDone) {
    keepReason(why); // to be sent again, once one has seen what is there now
  }
  again(key);
  if (isDone && deed !== "reopen") {
    stepToOpen(at);
  } else {
    choose(key, { scrollText: false, focus: true });
  }
}

export function askReason() {
  const why = deedForm()?.elements.why;
  if (why === undefined) {
    return;
  }
  say(sayings.reason);
  why.focus();
  why.dataset.asked = "reject";
}

export async function edit() {
  const entry = entryOf(state.chosen);
  if (entry === null || entry.dataset.kind === "remark" || isFormUnsaved()) {
    return;
  }
  const markup = await formOf(entry);
  if (markup !== null && entry.dataset.key === state.chosen) {
    const why = typedReason();
    say("");
    openForm(markup);
    correction().elements.why.value = why;
  }
}

// Returns the form that corrects a finding, as it is there now; null where there is none, which is said.
async function formOf(entry) {
  try {
    const answer = await fetch(addressOf(entry, "form/") + location.search, { headers: { Accept: "application/json" } });
    if (answer.redirected) {
      say(sayings["signed-out"], true);
      return null;
    }
    if (!answer.ok) {
      say((await answer.json()).detail, true);
      return null;
    }
    return await answer.text();
  } catch {
    say(sayings.failed, true);
    return null;
  }
}

function openForm(markup) {
  stopAsking();
  chosenBox.replaceChildren(html(markup));
  const form = correction();
  django.jQuery(form).find(".admin-autocomplete").djangoAdminSelect2();
  form.dataset.sent = sent(form);
  chosenBox.scrollTop = 0;
  (form.querySelector(".errorlist ~ select, .errorlist ~ input") ?? form.querySelector("select, input:not([type=hidden])"))?.focus();
}

export function closeForm() {
  const form = correction();
  if (form === null) {
    return;
  }
  delete form.dataset.sent;
  chosenBox.replaceChildren();
  say("");
  if (state.chosen) {
    choose(state.chosen, { scrollText: false, focus: true });
  }
}

export async function save(form) {
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
    await openAnew(form, answer);
    entryOf(state.chosen)?.setAttribute("aria-current", "true");
  }
}

// Opens a form that was refused as it is there now, with what the person typed. What is there now was said: sent again,
// this goes before it. Where it does not come, the form stays as it was, and would be refused again.
async function openAnew(form, answer) {
  const entry = entryOf(form.dataset.key);
  const markup = entry === null ? null : await formOf(entry);
  if (markup === null || correction() !== form) {
    return;
  }
  const typed = typedFields(form);
  const why = form.elements.why.value;
  const seen = [...form.querySelectorAll("[name$=version]")].map(({ name, value }) => [name, value]);
  openForm(markup);
  const now = correction();
  for (const field of typed) {
    now.querySelector(`[data-field="${field.dataset.field}"]`)?.replaceWith(field);
  }
  for (const [name, version] of [...seen, [answer.version_field, answer.version]]) {
    now.elements[name]?.setAttribute("value", version); // not of what else was changed, which nobody said
  }
  now.elements.why.value = why;
}

// Returns the fields of a form that no longer hold what they held when it was opened.
function typedFields(form) {
  const was = new URLSearchParams(form.dataset.sent);
  const now = new URLSearchParams(sent(form));
  const isTyped = ({ name }) => String(was.getAll(name)) !== String(now.getAll(name));
  return [...form.querySelectorAll(".correction-field")].filter((field) =>
    [...field.querySelectorAll("[name]")].some(isTyped),
  );
}

export async function takeWords() {
  const entry = entryOf(state.chosen);
  if (state.selected === null || entry === null || isFormUnsaved()) {
    return;
  }
  const body = bodyFor({ ...state.selected, version: entry.dataset.version, why: typedReason() });
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

export async function startAdding(kind) {
  if (state.selected === null || isUnsaved()) {
    return;
  }
  const answer = await send(`${base}add/${kind}/`, bodyFor(state.selected));
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

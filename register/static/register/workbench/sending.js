// What is sent to the server, and what of the page its answer shows anew.

import { applyFilter, insert } from "./list.js";
import { bench, entryOf, html, say, sayings } from "./page.js";
import { letSelect } from "./selection.js";

let busy = false; // whether something was sent and is not answered

// Returns what the server answered, {status, ...}; null where it did not answer.
export async function send(address, body) {
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
export function show(answer) {
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

export function bodyFor(fields) {
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

// Every page of the curators that has a form: what was typed is not lost unasked. Whoever leaves a page with typed values
// is asked first; and before a form is sent it is asked whether one is still signed in, for the page that asks to sign in
// would throw away what was sent. Without this file forms are sent as ever.

{
  const { ask, signedOut, away } = document.currentScript.dataset; // where to ask, and what to say
  const isOurs = (form) => form.method === "post" && form.closest("#content") !== null && form.closest("#workbench") === null;
  const isTypedIn = (form) => isOurs(form) && form.id !== "changelist-form";
  const state = (form) => new URLSearchParams(new FormData(form)).toString();
  const opened = new Map(); // the values of each form when the page was opened
  const checked = new WeakSet(); // forms of which it is known that they can be sent
  let leaving = null; // the form that is being sent

  addEventListener("load", () => {
    for (const form of document.forms) {
      if (isTypedIn(form)) {
        opened.set(form, state(form));
      }
    }
  });

  // A form that came back was typed in before the page was opened.
  const cameBack = (form) => form.dataset.typed !== undefined || form.querySelector(".errorlist") !== null;
  const isUnsaved = (form) => cameBack(form) || opened.get(form) !== state(form);

  addEventListener("beforeunload", (event) => {
    if ([...opened.keys()].some((form) => form !== leaving && form.isConnected && isUnsaved(form))) {
      event.preventDefault();
    }
  });

  // Signing in gives the browser another token; the form takes it over.
  function takeToken(form) {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    const field = form.elements.namedItem("csrfmiddlewaretoken");
    if (token !== undefined && field !== null) {
      field.value = token;
    }
  }

  function say(form, submitter, words) {
    const box = form.querySelector(".not-sent") ?? document.createElement("p");
    box.className = "not-sent errornote";
    box.setAttribute("role", "alert");
    box.textContent = words;
    const place = submitter?.closest(".submit-row, p, div");
    if (place !== undefined && place !== null && place !== form && form.contains(place)) {
      place.before(box);
    } else {
      form.append(box);
    }
    box.scrollIntoView({ block: "nearest" });
  }

  // Returns what stands in the way of sending a form, in words; "" where nothing does.
  async function obstacle() {
    try {
      const answer = await fetch(ask, { cache: "no-store" });
      return answer.ok ? "" : signedOut;
    } catch {
      return away;
    }
  }

  addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isOurs(form)) {
      return;
    }
    if (checked.delete(form)) {
      leaving = form;
      return;
    }
    event.preventDefault();
    if (form.ariaBusy === "true") {
      return;
    }
    form.ariaBusy = "true";
    const words = await obstacle();
    form.ariaBusy = null;
    if (words !== "") {
      say(form, event.submitter, words);
      return;
    }
    form.querySelector(".not-sent")?.remove();
    takeToken(form);
    checked.add(form);
    form.requestSubmit(event.submitter);
    checked.delete(form); // where the browser did not send it, as a field is wrong
  });
}

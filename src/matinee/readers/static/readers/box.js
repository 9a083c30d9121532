// The sign-up box without leaving the page. Everything works without this script too: it posts
// the same form to the same address and puts the box that comes back in the old one's place.
(() => {
  "use strict";
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");

  // Proof of work: find the number whose SHA-256 after the salt is the challenge (altcha).
  async function solve({ algorithm, challenge, salt, signature, maxNumber }) {
    const encoder = new TextEncoder();
    for (let from = 0; from <= maxNumber; from += 250) {
      const tries = Array.from({ length: 250 }, (_, i) => crypto.subtle.digest("SHA-256", encoder.encode(salt + (from + i))));
      const found = (await Promise.all(tries)).findIndex((digest) => hex(digest) === challenge);
      if (found >= 0) return btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: from + found }));
    }
    return "";
  }

  // Forms that come back sooner than a person types are refused; a filled-in field and a quick
  // finger get there first, so the script waits out the rest of that time. A page's own boxes
  // count from its first byte: what came before that was the server and the line.
  const shown = new WeakMap();
  const SHORTEST = 1700;
  const [page] = performance.getEntriesByType("navigation");
  const born = (page && page.responseStart) || performance.now();
  const rest = (box) => Math.max(0, SHORTEST - (performance.now() - (shown.get(box) || born)));
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  function working(box, words) {
    box.classList.add("signup--working");
    const status = box.querySelector("[data-status]");
    if (status) status.textContent = words;
  }

  async function send(box, form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    working(box, "One moment…");
    await pause(rest(box));
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(data), credentials: "omit",
        headers: { "X-Matinee-Box": "1" },
      });
      if (!(answer.headers.get("Content-Type") || "").startsWith("text/html") || answer.status >= 500 || answer.status === 403) throw new Error();
    } catch {
      form.submit(); // the plain way, which says what went wrong
      return;
    }
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("[data-signup]");
    const since = stampOf(box) === stampOf(fresh) ? shown.get(box) : undefined;
    box.replaceWith(fresh);
    settle(fresh, since);
  }

  // Where the stamp is still the same, its time goes on, so that nobody waits for it twice.
  const stampOf = (box) => (box.querySelector("[name=stamp]") || {}).value;

  function settle(box, since) {
    shown.set(box, since === undefined ? performance.now() : since);
    const form = box.querySelector("form");
    if (form && form.dataset.challenge && window.crypto && crypto.subtle) {
      working(box, "One moment…");
      solve(JSON.parse(form.dataset.challenge)).then((solution) => {
        form.elements.altcha.value = solution;
        delete form.dataset.challenge;
        if (solution) send(box, form, null);
      });
      return;
    }
    // Where something is wrong, the first field that it is wrong with.
    const goal = box.querySelector(".signup__error--choices ~ ul .choice__tick") || box.querySelector(".signup__thanks, .signup__input");
    if (goal) goal.focus({ preventScroll: goal.matches(".signup__thanks") === false });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const box = form.closest && form.closest("[data-signup]");
    if (!box || !window.fetch) return;
    event.preventDefault();
    if (!box.classList.contains("signup--working")) send(box, form, event.submitter);
  });
  // A page that asks for work when it comes (after a post without this script).
  for (const form of document.querySelectorAll("[data-signup] form[data-challenge]")) settle(form.closest("[data-signup]"));
})();

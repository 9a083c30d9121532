// Deciding about proposals: without loading the page anew, and by keys. Everything here presses the
// page's own buttons; without this file they are plain forms that do the same.
(() => {
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const status = root.querySelector("[data-announce]");
  const FIELDS = "input, textarea, select, [contenteditable]";
  const items = () => [...root.querySelectorAll("[data-item]")];
  let here = location.hash.startsWith("#p") ? location.hash.slice(2) : "";
  let busy = false;

  // Said anew even where the words are the same as before.
  function announce(words) {
    status.textContent = "";
    window.setTimeout(() => { status.textContent = words; }, 50);
  }

  function current() {
    const focused = document.activeElement && document.activeElement.closest("[data-item]");
    return focused || items().find((item) => item.dataset.item === here) || null;
  }

  function showPlace(item) {
    const place = document.getElementById(`s${item.dataset.item}`);
    const pane = root.querySelector(".review__copy");
    if (!place || pane.scrollHeight <= pane.clientHeight + 1) return;
    const top = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += top - pane.clientHeight / 3;
  }

  function goTo(item) {
    if (!item) return;
    here = item.dataset.item;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest", behavior: "instant" });
    root.querySelectorAll(".mark.is-here").forEach((mark) => mark.classList.remove("is-here"));
    root.querySelectorAll(`.mark[href="#p${here}"]`).forEach((mark) => mark.classList.add("is-here"));
    showPlace(item);
  }

  function move(step) {
    const all = items();
    const at = all.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    if (all[next]) goTo(all[next]);
    else announce(step > 0 ? "This is the last proposal." : "This is the first proposal.");
  }

  function nextOpen(after) {
    const all = items();
    const at = all.findIndex((item) => item.dataset.item === after);
    return [...all.slice(at + 1), ...all.slice(0, at)].find((item) => "open" in item.dataset);
  }

  function decide(deed) {
    const item = current();
    if (!item) { announce("Choose a proposal first: j goes to the next."); return; }
    const button = item.querySelector(`[data-deed="${deed}"]`);
    if (button) { press(button, true); return; }
    announce(deed === "reject" && item.dataset.item === "headline"
      ? "A headline is accepted or rewritten: press e to write your own."
      : "This is decided already. Press u to undo.");
  }

  function edit() {
    const item = current();
    if (!item) { announce("Choose a proposal first: j goes to the next."); return; }
    const details = item.querySelector("details");
    const field = (details || item).querySelector("input:not([type=hidden]), textarea, select");
    if (!field) { announce("There is nothing to edit here."); return; }
    if (details) details.open = true;
    field.focus();
  }

  function undo() {
    const button = root.querySelector(".review__bar .undo button");
    if (button) press(button, true);
    else announce("There is nothing to undo.");
  }

  function press(button, byKey) {
    button.form.dataset.byKey = byKey ? "yes" : "";
    button.form.requestSubmit(button);
  }

  // What the answer's page says in Wagtail's own line of messages, said in this page's.
  function pass(page) {
    const said = [...page.querySelectorAll(".messages li")].map((line) => {
      const type = line.classList.contains("error") ? "error" : "success";
      const text = [...line.childNodes].filter((node) => node.nodeType === 3)
        .map((node) => node.textContent.trim()).join(" ").trim();
      return { text, type };
    });
    said.forEach((detail, number) => {
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { ...detail, clear: !number } }));
    });
    if (!said.length) document.dispatchEvent(new CustomEvent("w-messages:clear"));
    return said.some((line) => line.type === "error");
  }

  function swap(page) {
    const fresh = page.querySelector("[data-review]");
    if (!fresh) return false;
    root.querySelectorAll("[data-swap]").forEach((old) => {
      const made = fresh.querySelector(`[data-swap="${old.dataset.swap}"]`);
      if (made) old.replaceWith(document.importNode(made, true));
    });
    hint();
    watch();
    return true;
  }

  async function send(form, button) {
    const from = form.closest("[data-item]");
    const byKey = form.dataset.byKey === "yes";
    busy = true;
    root.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !page.querySelector("[data-review]")) { location.assign(location.pathname); return; }
      swap(page);
      const failed = pass(page);
      after(from && from.dataset.item, byKey, failed);
    } catch {
      const text = "Nothing was kept: Matinee cannot be reached from here. Try again.";
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail: { text, type: "error", clear: true } }));
      delete form.dataset.byKey;
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  }

  // Where the eye and the keyboard go on.
  function after(item, byKey, failed) {
    const bar = root.querySelector(".review__bar");
    const words = root.querySelector(".review__count").textContent.trim();
    const same = item && items().find((one) => one.dataset.item === item);
    const back = bar.dataset.back && document.getElementById(bar.dataset.back);
    if (failed) { goTo(same); return; }
    announce(`${bar.dataset.said}. ${words}.`);
    if (back) goTo(back);
    else if (byKey && item) goTo(nextOpen(item) || same);
    else if (same) { here = item; same.focus({ preventScroll: true }); }
    else if (byKey) goTo(current() || items()[0]);
    else root.querySelector(".review__bar").focus({ preventScroll: true });
  }

  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("quick" in form.dataset) || !event.submitter) return;
    event.preventDefault();
    if (!busy) send(form, event.submitter);
  });

  root.addEventListener("click", (event) => {
    const mark = event.target.closest("a.mark");
    const item = mark && document.getElementById(mark.hash.slice(1));
    if (!item) return;
    event.preventDefault();
    goTo(item);
  });

  // Accepted pictures come in the background: only what waits is looked at again.
  let looks = 0;
  let timer = 0;
  function watch() {
    window.clearTimeout(timer);
    if (root.querySelector("[data-pending]") && looks < 60) timer = window.setTimeout(look, 2000);
  }
  async function look() {
    looks += 1;
    if (busy) { watch(); return; }
    try {
      const answer = await fetch(location.pathname);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      root.querySelectorAll("[data-pending]").forEach((old) => {
        const made = page.getElementById(old.id);
        if (!made || "pending" in made.dataset || old.querySelector("details[open]")) return;
        const focused = old === document.activeElement;
        old.replaceWith(document.importNode(made, true));
        if (focused) document.getElementById(made.id).focus({ preventScroll: true });
        announce(document.querySelector(`#${made.id} .file`).textContent.trim());
      });
    } catch { /* the next look may do better */ }
    watch();
  }

  function hint() {
    const line = root.querySelector("[data-keys-hint]");
    if (line) line.hidden = false;
  }

  function explain() {
    const own = document.getElementById("review-keys");
    const table = document.querySelector("#keyboard-shortcuts-dialog table");
    if (own && table && !table.querySelector("[data-ours]")) {
      const body = own.content.firstElementChild.cloneNode(true);
      body.dataset.ours = "";
      table.querySelector("thead").after(body);
    }
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    a: () => decide("accept"),
    r: () => decide("reject"),
    e: edit,
    u: undo,
  };

  function onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector(".w-dialog:not([aria-hidden])")) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const item = target.closest("[data-item]");
    if (event.key === "Escape" && item && target.matches(FIELDS)) {
      const details = target.closest("details");
      if (details) details.open = false;
      goTo(item);
      return;
    }
    if (target.closest(FIELDS)) return;
    const arrow = target === item && { ArrowDown: KEYS.j, ArrowUp: KEYS.k }[event.key];
    const deed = arrow || (!event.shiftKey && KEYS[event.key]);
    if (!deed) return;
    event.preventDefault();
    if (!busy && !(event.repeat && deed !== KEYS.j && deed !== KEYS.k)) deed();
  }

  watch();
  if ("keys" in root.dataset) {
    document.addEventListener("keydown", onKey);
    hint();
    explain();
    window.addEventListener("load", () => window.setTimeout(explain, 0));
  }
})();

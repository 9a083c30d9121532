// The button says what it does: now, at the time chosen, or at each reader's own hour.
(() => {
  const said = document.querySelector("[data-when]");
  const field = (name) => document.querySelector(`#id_${name}`);
  const choice = (value) => document.querySelector(`input[name="when"][value="${value}"]`);
  const at = field("at");
  const hour = field("local_time");
  const day = field("local_day");
  if (!said || !at || !hour || !day) return;
  const say = () => {
    if (choice("local").checked) said.textContent = `at ${hour.value || "their own hour"} where they are`;
    else if (choice("later").checked) said.textContent = at.value ? `at ${at.value.replace("T", " ")}` : "at a time";
    else said.textContent = "now";
  };
  const choosing = (one, value) => one.addEventListener("input", () => {
    choice(value).checked = true;
    say();
  });
  choosing(at, "later");
  choosing(hour, "local");
  choosing(day, "local");
  document.querySelectorAll('input[name="when"]').forEach((one) => one.addEventListener("change", say));
  say();
})();

// To whom: the number follows what is ticked, wherever it stands on the sheet.
(() => {
  const root = document.querySelector("[data-whom]");
  const send = document.querySelector("[data-send]");
  if (!root) return;
  const sheet = root.closest("form");
  const numbers = new Intl.NumberFormat("en-GB");
  const trouble = root.querySelector("[data-whom-error]");
  const all = (name) => sheet.querySelectorAll(`[${name}]`);
  let asked = 0;
  const show = ({ readers, key, words }) => {
    all("data-readers").forEach((one) => {
      one.textContent = `${numbers.format(readers)} ${readers === 1 ? "reader" : "readers"}`;
    });
    all("data-words").forEach((one) => { one.textContent = words ? ` ${words}` : ""; });
    sheet.querySelector("#id_audience").value = readers;
    sheet.querySelector("#id_narrowed").value = key;
    all("data-typed").forEach((one) => { one.hidden = readers <= 1000; });
    if (send) send.disabled = !readers;
    sheet.dispatchEvent(new Event("readers"));
  };
  const ask = async () => {
    const query = new URLSearchParams();
    root.querySelectorAll('input[name="territories"]:checked').forEach((one) => query.append("territories", one.value));
    query.set("segment", root.querySelector("#id_segment").value);
    const mine = ++asked;
    try {
      const answer = await fetch(`${root.dataset.whom}?${query}`, { headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (mine !== asked) return;
      trouble.hidden = answer.ok;
      if (answer.ok) show(said);
      else trouble.textContent = said.error;
    } catch {
      trouble.hidden = false;
      trouble.textContent = "The readers could not be counted just now. Press send, and it is counted then.";
    }
  };
  root.addEventListener("change", ask);
})();

// Subjects: their length, how an inbox shows them, and how many readers each would go to.
(() => {
  const root = document.querySelector("[data-test]");
  if (!root) return;
  const sheet = root.closest("form");
  const numbers = new Intl.NumberFormat("en-GB");
  const inbox = root.querySelector("[data-inbox]");
  const said = root.querySelector("[data-trial]");
  const once = said.textContent;
  const fields = [2, 3, 4].map((n) => root.querySelector(`#id_subject_${n}`));
  const share = root.querySelector("#id_test_share");
  const hours = root.querySelector("#id_test_hours");
  const counts = fields.map((field) => {
    const line = document.createElement("span");
    line.className = "help sending-count";
    line.id = `${field.id}_count`;
    field.setAttribute("aria-describedby", line.id);
    field.insertAdjacentElement("afterend", line);
    return line;
  });
  const long = (count) => {
    if (count > 70) return ": longer than inboxes show (70)";
    return count > 40 ? ": phones show about 40" : "";
  };
  const row = (subject) => {
    const line = document.createElement("li");
    const bold = document.createElement("b");
    bold.textContent = subject;
    line.append(inbox.dataset.sender, bold, inbox.dataset.preheader);
    return line;
  };
  const show = () => {
    fields.forEach((field, n) => {
      const count = Array.from(field.value.trim()).length;
      counts[n].textContent = count ? `${count} ${count === 1 ? "character" : "characters"}${long(count)}` : "";
    });
    const others = fields.map((field) => field.value.trim()).filter(Boolean);
    inbox.hidden = !others.length;
    inbox.replaceChildren(...[inbox.dataset.own, ...others].map(row));
    if (!others.length) { said.textContent = once; return; }
    const readers = Number(sheet.querySelector("#id_audience").value);
    const each = Math.floor(Math.floor((readers * Number(share.value)) / 100) / (others.length + 1));
    const few = each < Number(root.dataset.test) ? `, and needs ${root.dataset.test}` : "";
    said.textContent = `${others.length + 1} tried for ${hours.value} ${hours.value === "1" ? "hour" : "hours"}, each on about ${numbers.format(each)} readers${few}.`;
  };
  root.addEventListener("input", show);
  sheet.addEventListener("readers", show);
  show();
})();

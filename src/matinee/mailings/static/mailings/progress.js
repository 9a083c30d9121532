// Asks how the mailing stands each second, and shows it; the page works by refreshing as well.
(() => {
  const root = document.querySelector("[data-status]");
  if (!root) return;
  const find = (name) => root.querySelector(`[${name}]`);
  const numbers = new Intl.NumberFormat();
  const words = { sent: "sent", refused: "refused", skipped: "skipped", unknown: "in doubt",
    deferred: "to be tried again", handed: "on the wire", waiting: "waiting" };
  const left = (seconds) => {
    if (seconds === null) return "–";
    if (seconds < 60) return `${Math.ceil(seconds)} s`;
    return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
  };
  const show = (now) => {
    for (const name of Object.keys(words)) {
      const cell = root.querySelector(`[data-count="${name}"]`);
      if (cell) cell.textContent = numbers.format(now[name]);
    }
    const told = Object.keys(words).filter((name) => now[name])
      .map((name) => `${numbers.format(now[name])} ${words[name]}`);
    find("data-sentence").textContent = `${numbers.format(now.audience)} readers: ${told.join(", ")}.`;
    find("data-bar").value = now.sent + now.refused + now.skipped + now.unknown;
    find("data-rate").textContent = numbers.format(Math.round(now.rate_per_second));
    find("data-left").textContent = left(now.seconds_left);
    const trouble = find("data-trouble");
    trouble.textContent = now.trouble;
    trouble.hidden = !now.trouble;
    const holds = find("data-holds");
    holds.hidden = !now.holds.length;
    const lines = [...holds.children].map((line) => line.textContent);
    if (lines.join("\n") !== now.holds.join("\n")) {
      holds.replaceChildren(...now.holds.map((words) => {
        const line = document.createElement("li");
        line.textContent = words;
        return line;
      }));
    }
    // Buttons and lists belong to a state: a new one is a new page.
    if (now.state !== root.dataset.state) window.location.reload();
  };
  const ask = async () => {
    try {
      const answer = await fetch(root.dataset.status, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // The next try is in a second.
    }
    if (root.dataset.state !== "done") window.setTimeout(ask, 1000);
  };
  ask();
})();

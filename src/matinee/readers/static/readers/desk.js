// The desk's pages about readers: copying a snippet with one press.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Selected: now copy it";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 3000);
    });
  }
})();
// An import's progress bar: asks each second, and shows the page anew when it is over.
(() => {
  "use strict";
  const holder = document.querySelector("[data-import]");
  if (!holder) return;
  const ask = async () => {
    try {
      const answer = await fetch(holder.dataset.import, { credentials: "same-origin" });
      if (answer.ok) {
        const { percent, at_work: atWork } = await answer.json();
        if (!atWork) { location.reload(); return; }
        holder.querySelector("progress").value = percent;
        holder.querySelector("output").textContent = `${percent} %`;
      }
    } catch { /* the next second may be better */ }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();

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

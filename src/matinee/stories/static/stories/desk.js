// Dropping files on the copy desk. Without this the file input does the same.
(() => {
  const zone = document.querySelector("[data-drop]");
  const input = zone && zone.querySelector("input[type=file]");
  if (!input) return;
  const over = (on) => zone.classList.toggle("is-over", on);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); over(true); });
  }
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    input.files = event.dataTransfer.files;
    if (input.files.length) input.form.requestSubmit();
  });
})();

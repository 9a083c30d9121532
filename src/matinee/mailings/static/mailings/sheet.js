// The button says what it does: now, or at the time chosen.
(() => {
  const when = document.querySelector("[data-when]");
  const at = document.querySelector("#id_at");
  if (!when || !at) return;
  const say = () => {
    const later = document.querySelector('input[name="when"][value="later"]').checked;
    when.textContent = !later ? "now" : at.value ? `at ${at.value.replace("T", " ")}` : "at a time";
  };
  at.addEventListener("input", () => {
    document.querySelector('input[name="when"][value="later"]').checked = true;
    say();
  });
  document.querySelectorAll('input[name="when"]').forEach((one) => one.addEventListener("change", say));
  say();
})();

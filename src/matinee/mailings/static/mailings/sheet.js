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

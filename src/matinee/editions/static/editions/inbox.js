// Live counts under the subject and the preheader, and both as inboxes show them.
(function () {
  "use strict";
  var LIMITS = { subject: [40, 70], preheader: [90, 140] };

  function start() {
    var subject = document.getElementById("id_subject");
    var preheader = document.getElementById("id_preheader");
    if (!subject || !preheader) { return; }

    var views = [["In a desktop inbox", "desktop", 70, 110], ["On a phone", "phone", 40, 60]].map(function (one) {
      var box = document.createElement("div");
      box.className = "inbox-view inbox-view--" + one[1];
      var heading = document.createElement("h3");
      heading.textContent = one[0];
      var line = document.createElement("p");
      var bold = document.createElement("b");
      var rest = document.createElement("span");
      line.append(bold, " ", rest);
      box.append(heading, line);
      return { box: box, bold: bold, rest: rest, subject: one[2], preheader: one[3] };
    });

    function cut(words, most) {
      var letters = Array.from(words.trim());
      return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : letters.join("");
    }

    function counter(field, name) {
      var line = document.createElement("p");
      line.className = "inbox-count";
      line.id = "count_" + name;
      line.setAttribute("aria-live", "polite");
      field.setAttribute("aria-describedby", ((field.getAttribute("aria-describedby") || "") + " " + line.id).trim());
      field.insertAdjacentElement("afterend", line);
      return function () {
        var count = Array.from(field.value.trim()).length;
        var good = LIMITS[name][0], most = LIMITS[name][1];
        var said = count + (count === 1 ? " character" : " characters");
        if (count > most) { said += ": longer than inboxes show (" + most + ")"; }
        else if (count > good) { said += ": phones show about " + good; }
        line.textContent = said;
        line.classList.toggle("inbox-count--long", count > most);
      };
    }

    var counts = [counter(subject, "subject"), counter(preheader, "preheader")];
    var last = preheader.closest("[data-field]") || preheader.parentElement;
    views.slice().reverse().forEach(function (view) { last.insertAdjacentElement("afterend", view.box); });

    function show() {
      counts.forEach(function (count) { count(); });
      views.forEach(function (view) {
        view.bold.textContent = cut(subject.value, view.subject) || "(no subject)";
        view.rest.textContent = cut(preheader.value, view.preheader);
      });
    }
    subject.addEventListener("input", show);
    preheader.addEventListener("input", show);
    show();
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();

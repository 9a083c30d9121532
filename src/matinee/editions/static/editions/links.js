// How far the checking of links to other sites is: "Checking 3 of 12 links…", until it is done.
(function () {
  "use strict";

  function start() {
    document.querySelectorAll("[data-links]").forEach(function (line) {
      var waited = false;
      var left = 90;

      function look() {
        fetch(line.dataset.links, { headers: { Accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : null; })
          .then(function (found) {
            if (!found || !found.links) { return; }
            if (found.done < found.links && left > 0) {
              waited = true;
              left -= 1;
              line.textContent = "Checking " + found.done + " of " + found.links + " links to other sites…";
              window.setTimeout(look, 2000);
            } else if (found.done < found.links) {
              line.textContent = "Checked " + found.done + " of " + found.links + " links so far. The rest follows by itself.";
            } else if (waited) {
              line.textContent = "All links to other sites have been checked. Load this page again to see what was found.";
            }
          })
          .catch(function () { line.textContent = ""; });
      }
      look();
    });
  }

  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();

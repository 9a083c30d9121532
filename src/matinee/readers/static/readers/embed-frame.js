// Tells the page around the frame how high the box is and what state it shows: nothing else.
(() => {
  "use strict";
  if (window.parent === window) return;
  const main = document.querySelector("main");
  const state = () => {
    if (main.querySelector("[data-refused]")) return "refused";
    const box = main.querySelector("[data-signup]");
    const named = box && /signup--([a-z-]+)/.exec(box.className);
    return named ? named[1] : "prompt";
  };
  const tell = () => parent.postMessage({ matinee: 1, height: Math.ceil(main.getBoundingClientRect().height), state: state() }, "*");
  new ResizeObserver(tell).observe(main);
  new MutationObserver(tell).observe(main, { childList: true, subtree: true });
  tell();
})();

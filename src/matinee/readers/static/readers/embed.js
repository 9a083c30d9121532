// Matinee's sign-up box for other sites, version 1:
//   <script src="https://news.example/embed/signup.js" async></script>
//   <matinee-signup newsletter="the-slug">what stands here where the box can't be shown</matinee-signup>
// It needs frame-src (and script-src) of that site in a content security policy. It sets no cookie,
// reads nothing of the page but its address without the query, and tells it "matinee-state" events.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !window.customElements || customElements.get("matinee-signup")) return;
  const base = new URL("/embed/", script.src);
  const PATIENCE = 10000; // ms until what stands inside the element is shown instead

  class MatineeSignup extends HTMLElement {
    static get observedAttributes() { return ["newsletter", "label"]; }

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      this.hear = this.hear.bind(this);
    }

    connectedCallback() {
      addEventListener("message", this.hear);
      if (getComputedStyle(this).display === "inline") this.style.display = "block";
      this.draw();
    }

    disconnectedCallback() {
      removeEventListener("message", this.hear);
      clearTimeout(this.waiting);
    }

    attributeChangedCallback(name, before, now) {
      if (this.isConnected && before !== now) this.draw();
    }

    draw() {
      const slug = (this.getAttribute("newsletter") || "").trim();
      clearTimeout(this.waiting);
      if (!slug) {
        console.error("matinee-signup: name a newsletter, as in <matinee-signup newsletter=\"the-slug\">.");
        this.giveUp();
        return;
      }
      const address = new URL(encodeURIComponent(slug) + "/", base);
      // Without its query, which may hold what is nobody's business.
      if (/^http/.test(location.origin)) address.searchParams.set("from", location.origin + location.pathname);
      const frame = document.createElement("iframe");
      frame.title = this.getAttribute("label") || "Sign up for our newsletter";
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      Object.assign(frame.style, { display: "block", width: "100%", height: "340px", border: "0", colorScheme: "normal" });
      frame.src = address.href;
      this.frame = frame;
      this.shadowRoot.replaceChildren(frame);
      this.waiting = setTimeout(() => this.giveUp(), PATIENCE);
    }

    hear(event) {
      if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== base.origin) return;
      const said = event.data;
      if (!said || said.matinee !== 1 || !(said.height > 0 && said.height < 5000)) return;
      clearTimeout(this.waiting);
      this.frame.style.height = said.height + "px";
      if (said.state === this.state) return;
      this.state = said.state;
      this.dispatchEvent(new CustomEvent("matinee-state", { bubbles: true, detail: { state: said.state } }));
    }

    // The frame was refused, by that site or by this one's policy: show what the page has instead.
    giveUp() {
      this.frame = null;
      const slot = document.createElement("slot");
      const link = document.createElement("a");
      link.href = new URL("/newsletters/", base).href;
      link.textContent = "Sign up for our newsletter";
      slot.append(link);
      this.shadowRoot.replaceChildren(slot);
    }
  }

  customElements.define("matinee-signup", MatineeSignup);
})();

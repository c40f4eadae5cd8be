// What Streamlit's page lacks: landmarks, links that do not load the page anew, the current place
// in the menu, and the focus on the new screen's title. Without this file every link still works.
"use strict";
(() => {
  let moved = false; // a link was followed
  let titled = false; // and the tab has got its new title since

  const main = () => document.querySelector('[data-testid="stMain"]');

  function placed() {
    const found = main();
    if (!found || found.id === "main") return;
    found.id = "main";
    found.setAttribute("role", "main");
    found.tabIndex = 0; // it scrolls: who has no mouse reaches it, also where it holds no link
  }

  // a chart is one image with a name; Vega's roles of single marks have none
  function charts() {
    for (const chart of document.querySelectorAll('[data-testid="stVegaLiteChart"]')) {
      if (chart.getAttribute("role") !== "img") chart.setAttribute("role", "img");
      for (const drawn of chart.querySelectorAll("svg:not([aria-hidden])")) {
        drawn.setAttribute("aria-hidden", "true");
        for (const mark of drawn.querySelectorAll("[role]")) mark.removeAttribute("role");
      }
    }
  }

  // words of Streamlit's own that it has in English alone
  const FRENCH = new Map([
    ["Upload", "Choisir un fichier"],
    ["5MB per file • JSON", "5 Mo au plus, JSON"],
    ["dd", "jj"],
    ["yyyy", "aaaa"],
  ]);

  const NAMES = new Map([
    ["Clear value", "Effacer"],
    ["Open", "Ouvrir la liste"],
  ]);

  function inFrench() {
    for (const room of document.querySelectorAll('[data-testid="stFileUploader"] section')) {
      room.removeAttribute("role");
    }
    if (document.documentElement.lang !== "fr") return;
    for (const help of document.querySelectorAll('[aria-label^="Help for "]')) {
      help.ariaLabel = help.ariaLabel.replace("Help for ", "Aide : ");
    }
    for (const named of document.querySelectorAll("[data-testid=stMain] button[aria-label]")) {
      const said = NAMES.get(named.ariaLabel);
      if (said) named.ariaLabel = said;
    }
    const rooms = '[data-testid="stFileUploader"] section, [data-testid="stDateInput"]';
    for (const room of document.querySelectorAll(rooms)) {
      const texts = document.createTreeWalker(room, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const said = FRENCH.get(texts.currentNode.nodeValue.trim());
        if (said) texts.currentNode.nodeValue = said;
      }
    }
  }

  // Streamlit tells in English alone, and late, that its server does not answer: the frame tells it
  // in the page's language, and hides that dialog, which goes by itself once the way is open again.
  const LOST_AFTER = { opened: 3, never: 10 }; // seconds
  const lost = document.getElementById("frame-lost");
  let opened = false;
  let silent = 0;

  function heard() {
    const app = document.querySelector('[data-testid="stApp"]');
    const here = app !== null && app.dataset.testConnectionState === "CONNECTED";
    opened = opened || here;
    silent = here ? 0 : silent + 1;
    const said = silent >= (opened ? LOST_AFTER.opened : LOST_AFTER.never) ? lost.dataset.words : "";
    if (lost.textContent !== said) lost.textContent = said;
    lost.removeAttribute("aria-hidden"); // the hidden dialog hides all else from who listens
  }

  if (lost) window.setInterval(heard, 1000);

  function current() {
    for (const link of document.querySelectorAll(".frame-head nav a")) {
      const here = link.pathname === location.pathname;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const link of document.querySelectorAll("a[data-language]")) {
      const address = new URL(link.href);
      address.searchParams.set("next", location.pathname + location.search);
      link.href = address.href;
    }
  }

  // The tab's title comes before the heading that says the same: until then the old one stands.
  function announce() {
    if (!moved || !titled) return;
    const title = document.querySelector('[data-testid="stMain"] h1');
    if (!title || !document.title.startsWith(title.textContent.trim())) return;
    moved = false;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    const room = main();
    if (room) room.scrollTop = 0;
  }

  // Streamlit listens to the browser's own way back: an address and this event open a screen.
  function visit(link) {
    moved = true;
    titled = false;
    history.pushState(null, "", link.pathname + link.search);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    current();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.classList.contains("skip")) {
      event.preventDefault();
      const found = main();
      if (found) found.focus();
      return;
    }
    if (link.origin !== location.origin || link.target === "_blank" || !main()) return;
    if (link.hasAttribute("download") || link.hash || !SCREENS.has(link.pathname)) return;
    event.preventDefault();
    visit(link);
  });

  window.addEventListener("popstate", current);
  new MutationObserver(() => {
    titled = true;
    current();
    announce();
  }).observe(document.querySelector("title"), { childList: true });
  const drawn = () => {
    placed();
    charts();
    inFrench();
    announce();
  };
  new MutationObserver(drawn).observe(document.getElementById("root"), {
    childList: true,
    subtree: true,
  });
  const SCREENS = new Set(document.body.dataset.screens.split(" "));
  current();
  drawn();
})();

// What Streamlit's page lacks: landmarks, links that do not load the page anew, the current place
// in the menu, and the focus on the new screen's title. Without this file every link still works.
"use strict";
(() => {
  let moved = false;

  const main = () => document.querySelector('[data-testid="stMain"]');

  function placed() {
    const found = main();
    if (!found || found.id === "main") return;
    found.id = "main";
    found.setAttribute("role", "main");
    found.tabIndex = -1;
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

  function announce() {
    current();
    if (!moved) return;
    const title = document.querySelector('[data-testid="stMain"] h1');
    if (!title) return;
    moved = false;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    const room = main();
    if (room) room.scrollTop = 0;
  }

  // Streamlit listens to the browser's own way back: an address and this event open a screen.
  function visit(link) {
    moved = true;
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
  new MutationObserver(announce).observe(document.querySelector("title"), { childList: true });
  const drawn = () => {
    placed();
    charts();
  };
  new MutationObserver(drawn).observe(document.getElementById("root"), {
    childList: true,
    subtree: true,
  });
  const SCREENS = new Set(document.body.dataset.screens.split(" "));
  current();
  drawn();
})();

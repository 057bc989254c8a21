/** Shows one of several parts of a page at a time. Without scripts the links lead to the parts.
 * Markup: <div data-controller="tabs"><nav class="views"><a href="#paste">Paste text</a>…</nav>
 *   <section id="paste">…</section>…</div>
 */
export function tabs(element) {
  const links = [...element.querySelectorAll('nav a[href^="#"]')];
  const panels = links.map((link) => element.querySelector(`#${CSS.escape(link.hash.slice(1))}`));
  element.querySelector("nav").setAttribute("role", "tablist");
  links.forEach((link, at) => {
    link.setAttribute("role", "tab");
    link.id ||= `tab-${panels[at].id}`;
    panels[at].setAttribute("role", "tabpanel");
    panels[at].setAttribute("aria-labelledby", link.id);
    link.setAttribute("aria-controls", panels[at].id);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(at);
    });
    link.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (at + step + links.length) % links.length;
      show(next);
      links[next].focus();
    });
  });
  const show = (chosen) => {
    links.forEach((link, at) => {
      link.setAttribute("aria-selected", String(at === chosen));
      link.tabIndex = at === chosen ? 0 : -1;
      if (at === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      panels[at].hidden = at !== chosen;
    });
  };
  const wrong = panels.findIndex((panel) => panel.querySelector(".is-invalid"));
  const linked = links.findIndex((link) => link.hash === location.hash);
  show(Math.max(0, wrong, linked));
}

/** Members' names behind an "@" in a text area.
 * Markup: <form data-controller="call-names"> with <textarea>, then
 *   <ul data-names role="listbox" hidden><li role="option" data-name="Ana Reyes" hidden>
 * "@" and letters offer the names that begin so (or of which a later word does); arrows choose,
 * Enter or Tab takes, Escape leaves. Without the script people write the whole name.
 */
let lists = 0;

export function callNames(form) {
  const area = form.querySelector("textarea");
  const list = form.querySelector("[data-names]");
  if (!area || !list) return;
  list.id ||= `names-${++lists}`;
  for (const [at, option] of [...list.children].entries()) option.id = `${list.id}-${at}`;
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  area.addEventListener("input", () => offer(area, list));
  area.addEventListener("keydown", (event) => choose(event, area, list));
  area.addEventListener("blur", () => close(area, list));
  // A press would take the focus away before it counts.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-name]");
    if (option) take(area, list, option);
  });
}

function begun(area) {
  return area.value.slice(0, area.selectionStart).match(/(?:^|[^\p{L}\p{N}_])@([\p{L}\p{M} .'-]{0,40})$/u);
}

function offer(area, list) {
  const match = begun(area);
  const typed = match?.[1].toLowerCase() ?? null;
  let first = null;
  for (const option of list.children) {
    const name = option.dataset.name.toLowerCase();
    const fits = typed !== null && (name.startsWith(typed) || (typed && name.includes(` ${typed}`)));
    option.hidden = !fits || name === typed;
    if (!option.hidden) first ??= option;
  }
  if (first) point(area, list, first);
  else close(area, list);
}

function point(area, list, option) {
  list.hidden = false;
  for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
  area.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close(area, list) {
  list.hidden = true;
  area.removeAttribute("aria-activedescendant");
}

function choose(event, area, list) {
  if (list.hidden || event.isComposing) return;
  const shown = [...list.children].filter((each) => !each.hidden);
  const at = shown.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) point(area, list, shown[(at + step + shown.length) % shown.length]);
  else if (event.key === "Enter" || event.key === "Tab") take(area, list, shown[at]);
  else if (event.key === "Escape") close(area, list);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function take(area, list, option) {
  const [, typed] = begun(area) ?? [];
  if (typed === undefined) return;
  const end = area.selectionStart;
  area.setRangeText(`${option.dataset.name} `, end - typed.length, end, "end");
  close(area, list);
}

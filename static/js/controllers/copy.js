/** A button that copies the field beside it. Without scripts it stays hidden.
 * Markup: components/_copy.html
 */
export function copy(element) {
  const field = element.querySelector("input, textarea");
  const button = element.querySelector("button");
  const label = button.querySelector("span");
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await put(field.value);
    label.textContent = button.dataset.copied;
    label.setAttribute("role", "status");
    setTimeout(() => {
      label.textContent = words;
    }, 3000);
  });
}

async function put(text) {
  // The clipboard is only there over https and on this machine; elsewhere the old way still works.
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else document.execCommand("copy");
}

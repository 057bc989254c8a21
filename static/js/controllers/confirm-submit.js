/** Asks before it sends. Without scripts the form simply sends.
 * Markup: <form data-controller="confirm-submit" data-confirm-message="Merge?">
 */
export function confirmSubmit(form) {
  const ask = (event) => {
    if (window.confirm(form.dataset.confirmMessage)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // Capturing: before htmx takes the form.
  form.addEventListener("submit", ask, { capture: true });
}

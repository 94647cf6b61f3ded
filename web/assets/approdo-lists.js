// A list opens wherever its field is pressed, by finger or mouse. Streamlit's opens and closes again
// when the field gets the focus from elsewhere, so that only its arrow opened it.
(() => {
  'use strict';
  const SETTLED = 200; // ms: by then a list that opens by itself is open, or closed again
  const fieldOf = (event) => event.target instanceof Element && event.target.closest('[role="combobox"]');
  const isOpen = (field) => field.getAttribute('aria-expanded') === 'true';
  let pressed = null; // the field of a closed list: one that is open is pressed to close it

  document.addEventListener('pointerdown', (event) => {
    const field = fieldOf(event);
    pressed = field && !isOpen(field) ? field : null;
  }, true);
  document.addEventListener('pointerup', (event) => {
    const field = fieldOf(event);
    if (!field || field !== pressed) return;
    setTimeout(() => {
      const arrow = field.parentElement && field.parentElement.querySelector('button[aria-haspopup="listbox"]');
      // What is pressed meanwhile, as one of its options, has closed it on purpose.
      if (arrow && field === pressed && field.isConnected && !isOpen(field)) arrow.click();
    }, SETTLED);
  }, true);
})();

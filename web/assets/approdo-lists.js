// A list opens wherever its field is touched. Streamlit's opens under the finger and closes again
// when the field gets the focus, so that only its arrow opened it.
(() => {
  'use strict';
  const SETTLED = 200; // ms: by then a list that opens by itself is open, or closed again
  document.addEventListener('pointerup', (event) => {
    const field = event.pointerType === 'touch' && event.target instanceof Element
      && event.target.closest('[role="combobox"]');
    if (!field) return;
    setTimeout(() => {
      const arrow = field.parentElement && field.parentElement.querySelector('button[aria-haspopup="listbox"]');
      if (arrow && field.isConnected && field.getAttribute('aria-expanded') !== 'true') arrow.click();
    }, SETTLED);
  }, true);
})();

// A new question takes the focus: who listens hears it, and the keyboard goes on from there.
// Pages mark it with data-ap-focus; the first one of a visit leaves the focus where it is.
(() => {
  'use strict';
  let asked = null;
  const look = () => {
    const question = document.querySelector('[data-ap-focus]');
    if (!question) {
      asked = null;
      return;
    }
    const name = question.dataset.apFocus;
    if (asked !== null && asked !== name) {
      question.focus({ preventScroll: true });
      question.closest('[data-testid="stMain"]')?.scrollTo(0, 0);
    }
    asked = name;
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ['data-ap-focus'],
  });
})();

// Quick exit: the link `a.ap-exit` of a page, which the Shift key pressed three times also takes.
// The page is hidden at once, the session's answers are cleared, and the page's entry in the
// history is replaced, so that "back" does not lead here.
(() => {
  'use strict';
  const PRESSES = 3;
  const WITHIN_MS = 5000;
  const MESSAGE_MS = 80; // what the page's last message to the server needs to get away

  const exit = () => document.querySelector('a.ap-exit');

  const leave = (link) => {
    document.documentElement.style.display = 'none';
    document.title = '';
    const forget = document.querySelector('.st-key-ap_forget button');
    if (forget) forget.click();
    try {
      sessionStorage.clear();
      localStorage.clear();
    } catch { /* a browser that keeps nothing has nothing to clear */ }
    history.replaceState(null, '', '/');
    setTimeout(() => location.replace(link.href), MESSAGE_MS);
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a.ap-exit');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    leave(link);
  }, true);

  let presses = [];
  const reset = () => { presses = []; };
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') return reset();
    if (event.repeat) return;
    const now = performance.now();
    presses = [...presses.filter((then) => now - then < WITHIN_MS), now];
    const link = exit();
    if (presses.length < PRESSES || !link) return;
    reset();
    leave(link);
  }, true);
  document.addEventListener('pointerdown', reset, true);

  // A page that the browser had put aside would show what stood on it.
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

  // A page is one entry of the history, whatever is asked on it: an address with a plan in it,
  // or the one before a question was changed, is not left behind.
  const push = history.pushState;
  history.pushState = function (state, title, url) {
    const stays = url == null || new URL(url, location.href).pathname === location.pathname;
    return (stays ? history.replaceState : push).call(history, state, title, url);
  };
})();

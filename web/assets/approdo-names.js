// Names that Streamlit's widgets carry in English only, in the language of the page.
// The words come from the catalogue: web/page_shell.py writes them as window.approdoNames.
(() => {
  'use strict';
  const TABLES = window.approdoNames || {};
  const ATTRIBUTES = ['aria-label', 'title', 'placeholder', 'aria-description'];
  const TEXTS = '[data-testid="stSkipToContent"], [data-testid="InputInstructions"], [aria-live],'
    + ' [role="status"], [role="log"], [role="option"], [data-testid="stSelectboxVirtualDropdown"],'
    + ' [data-baseweb="menu"]';
  const english = new WeakMap(); // what Streamlit wrote, for a page that changes its language

  const translated = (text) => {
    const table = TABLES[document.documentElement.lang];
    if (!table) return text;
    if (Object.hasOwn(table.words, text)) return table.words[text];
    for (const [pattern, words] of table.patterns) {
      const found = text.match(pattern);
      if (found) return words.replace('{name}', () => found[1]);
    }
    return text;
  };

  const remember = (node, key, value) => {
    const known = english.get(node) || {};
    if (known[key] === undefined || known[key].shown !== value) known[key] = { written: value };
    english.set(node, known);
    const shown = translated(known[key].written);
    known[key].shown = shown;
    return shown;
  };

  const rename = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const shown = remember(element, name, value);
      if (shown !== value) element.setAttribute(name, shown);
    }
  };

  const reword = (node) => {
    if (!node.parentElement || !node.parentElement.closest(TEXTS)) return;
    const value = node.data;
    const shown = remember(node, 'text', value);
    if (shown !== value) node.data = shown;
  };

  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return reword(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    rename(root);
    for (const element of root.querySelectorAll('*')) rename(element);
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) reword(texts.currentNode);
  };

  for (const table of Object.values(TABLES)) {
    table.patterns = table.patterns.map(([pattern, words]) => [new RegExp(pattern), words]);
  }
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach(walk);
      else if (change.type === 'characterData') reword(change.target);
      else if (change.target === document.documentElement) walk(document.documentElement);
      else rename(change.target);
    }
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, 'lang'],
  });
})();

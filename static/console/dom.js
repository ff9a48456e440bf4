// Building elements without markup: the console's CSP has Trusted Types and no inline style.

/** Make an element. `options`: class, text, on {event: listener}, data {name: value}, else attributes; null is left out. */
export function el(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "text") node.textContent = value;
  else if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  else if (name === "data") Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** Write a text only when it differs, so that a selection inside survives a redraw. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Write an attribute only when it differs; null removes it. */
export function setAttribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** Run `draw` once before the next paint, however often it is asked; a hidden tab draws when it is shown again. */
export function onNextFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/** A button of our look; `kind` is "main", "plain" or "quiet". */
export function button(kind, text, onClick, options = {}) {
  return el("button", { type: "button", class: `button ${kind}`, text, on: { click: onClick }, ...options });
}

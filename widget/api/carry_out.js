/** `chatserver(verb, …)`: each call is carried out once, in the order of asking; a fault is told, never thrown. */

import { Widget } from './widget.js';

/** @typedef {import('../types.js').Call} Call */
/** @typedef {(widget: Widget, ...given: any[]) => unknown} Verb */

/** In quotes, or the build would shorten some of them. @type {Record<string, Verb>} */
const VERBS = {
  'boot': (widget, wishes) => widget.boot(wishes),
  'update': (widget, wishes) => widget.update(wishes),
  'shutdown': (widget) => widget.shutdown(),
  'open': (widget) => widget.frame.show(true),
  'close': (widget) => widget.frame.show(false),
  'toggle': (widget) => widget.frame.show(!widget.frame.isOpen),
  'show': (widget) => widget.showLauncher(true),
  'hide': (widget) => widget.showLauncher(false),
  'identify': (widget, token) => widget.said.identify(token),
  'track': (widget, context) => widget.said.track(context),
  'signin': (widget, callback) => widget.said.signin(callback),
  'prefill': (widget, wanted) => widget.prefill(wanted),
  'openArticle': (widget, id) => widget.openArticle(id),
  'on': (widget, name, callback) => widget.events.on(name, callback),
  'once': (widget, name, callback) => widget.events.on(name, callback, { once: true }),
  'off': (widget, name, callback) => widget.events.off(name, callback),
  'debug': (widget) => widget.debug(),
};
/** What comes after these must find them done. */
const FIRST = /^(boot|update|shutdown)$/;

/** @type {Widget | undefined} */
let widget;
/** @type {Promise<unknown>} */
let before = Promise.resolve();

/**
 * Carry out what nobody has carried out yet. Resolves when that is done.
 * @param {import('../types.js').Home} home
 * @returns {Promise<unknown>}
 */
export function carryOut(home) {
  const ours = (widget ??= new Widget(home));
  for (const call of home.calls.splice(0)) before = before.then(() => perform(ours, call));
  return before;
}

/**
 * @param {Widget} widget
 * @param {Call} call
 */
function perform(widget, call) {
  const [verb, ...given] = call;
  const answer = new Promise((done) => {
    if (!Object.hasOwn(VERBS, verb)) throw new Error(`there is no '${String(verb)}'`);
    done(VERBS[verb](widget, ...given));
  });
  const told = answer.then(call.y, (fault) => {
    const why = fault instanceof Error ? fault.message : String(fault);
    console.warn(`chatserver('${String(verb)}'): ${why}`);
    call.n?.(fault);
  });
  return FIRST.test(verb) ? told : undefined;
}

/** How pages call the widget in TypeScript: what must compile, and what must not. Checked by `npm run check`. */

import type { Availability, Chatserver, Events, Settings } from '../../static/chatserver.js';

const settings: Settings = { lang: 'vi', color: '#0b6bcb', offset: [24, 96], theme: 'auto', launcher: null };
const told: string[] = [];

export async function right(): Promise<Record<string, unknown>> {
  await chatserver('boot', { site: 'KEY', ...settings, texts: { vi: { 'widget.greeting': 'Xin chào' } } });
  await window.chatserver('update', settings);
  await chatserver('identify', async () => (await fetch('/token')).text());
  await chatserver('identify', null);
  await chatserver('track', { plan: 'Business', seats: 3, trial: false, since: null });
  await chatserver('signin', () => told.push('sign in'));
  await chatserver('prefill', { text: 'Xin chào', department: 'billing' });
  await chatserver('openArticle', 'hoa-don');
  const off: () => void = chatserver('on', 'availability', (now: Availability) => told.push(now));
  chatserver('once', 'message', ({ from, at }) => told.push(from + at.toFixed()));
  chatserver('on', 'unread', (count) => told.push(count.toFixed()));
  chatserver('on', 'error', ({ code }: Events['error']) => told.push(code));
  await chatserver('off', 'unread');
  off();
  for (const verb of ['open', 'close', 'toggle', 'show', 'hide', 'shutdown'] as const) await chatserver(verb);
  return chatserver('debug');
}

export function wrong(ask: Chatserver): void {
  // @ts-expect-error there is no such command
  void ask('maximize');
  // @ts-expect-error a side of the screen
  void ask('update', { position: 'top' });
  // @ts-expect-error no such setting
  void ask('boot', { site: 'KEY', colour: '#0b6bcb' });
  // @ts-expect-error only flat values
  void ask('track', { user: { name: 'Lan' } });
  // @ts-expect-error an id is a string
  void ask('openArticle', 7);
  // @ts-expect-error no such event
  ask('on', 'typing', () => {});
  // @ts-expect-error the words are not told
  ask('on', 'message', ({ text }) => told.push(text));
  // @ts-expect-error an unsubscribe is no promise
  void ask('on', 'open', () => {}).then();
  // @ts-expect-error nothing is prefilled with a number
  void ask('prefill', { text: 7 });
}

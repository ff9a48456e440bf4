/** What a page may ask of chatserver's widget: docs/embed.md. Copy it into your project, or reference it by its path. */

export type Language = 'vi' | 'en';

/** The same names as the attributes of the tag; null takes a setting back. */
export interface Settings {
  lang?: Language | (string & {}) | null;
  /** `#rrggbb` */
  color?: string | null;
  position?: 'left' | 'right' | null;
  /** `'none'`, or a selector of your own buttons. */
  launcher?: string | null;
  /** A selector of the element that the panel shall fill. */
  mount?: string | null;
  theme?: 'light' | 'dark' | 'auto' | null;
  /** From the side and from the bottom, px: `'24,96'` or `[24, 96]`. */
  offset?: string | readonly [x: number, y: number] | null;
  /** Keys of the query whose values agents may see. */
  allowQuery?: string | null;
  /** Patterns of paths that never leave the page. */
  mask?: string | null;
  /** Words of your own, by the names in static/texts.json. */
  texts?: Partial<Record<Language, Record<string, string>>> | null;
}

export type Availability = 'unknown' | 'agent' | 'queue' | 'email' | 'refused';
export type Conversation = 'none' | 'waiting' | 'open' | 'email' | 'closed';

/** What each event tells. */
export interface Events {
  ready: true;
  open: true;
  close: undefined;
  /** How many messages of an agent nobody here has seen. */
  unread: number;
  availability: Availability;
  conversation: Conversation;
  /** Somebody has said something; `at` in ms since 1970 UTC. */
  message: { from: 'visitor' | 'agent'; at: number };
  /** `stopped`: not on this page; `identity`: the visitor could not be identified. */
  error: { code: 'stopped' | 'identity' };
}

export type Token = string | null | undefined;
export type Scalar = string | number | boolean | null;
/** Ends the listening. */
export type Unsubscribe = () => void;

export interface Chatserver {
  (command: 'boot', settings: Settings & { site?: string }): Promise<void>;
  (command: 'update', settings: Settings): Promise<void>;
  (command: 'shutdown' | 'open' | 'close' | 'toggle' | 'show' | 'hide'): Promise<void>;
  (command: 'identify', token: Token | (() => Token | Promise<Token>)): Promise<void>;
  (command: 'track', context: Record<string, Scalar>): Promise<void>;
  (command: 'signin', callback: (() => void) | null): Promise<void>;
  (command: 'prefill', wanted: { text?: string; department?: string }): Promise<void>;
  (command: 'openArticle', id: string): Promise<void>;
  (command: 'debug'): Promise<Record<string, unknown>>;
  <Name extends keyof Events>(command: 'on' | 'once', event: Name, callback: (value: Events[Name]) => void): Unsubscribe;
  <Name extends keyof Events>(command: 'off', event: Name, callback?: (value: Events[Name]) => void): Promise<void>;
}

declare global {
  interface Window {
    chatserver: Chatserver;
  }
  var chatserver: Chatserver;
}

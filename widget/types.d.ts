/** Shapes that modules share. Frames are those of docs/protocol.md; instants are ms since 1970 UTC. */

export type Language = 'vi' | 'en';
export type Scalar = string | number | boolean | null;
export type Context = Record<string, Scalar>;
export type Catalogue = Record<string, string>;

export interface PageView {
  url: string;
  title?: string;
  referrer?: string;
  language?: string;
  screen?: string;
  zone?: string;
  at?: number;
}

/** A file as its message tells it; without `type` while it is on its way. */
export interface FileInfo {
  id: string;
  name: string;
  size: number;
  type: string;
  width?: number;
  height?: number;
}

export type Body =
  | { from: 'visitor'; cid: string; text: string; key?: string; page?: { url: string; title: string }; files?: FileInfo[]; letter?: object }
  | { from: 'agent'; cid: string; text: string; key?: string; agent: { id: string; name: string }; files?: FileInfo[] }
  | { from: 'system'; cid: string; key: string; values: Record<string, string | number> };

/** One stored line; dense by `seq` (contract R1). */
export interface Message {
  seq: number;
  h: string;
  at: number;
  body: Body;
}

export interface Decision {
  outcome: 'agent' | 'queue' | 'email' | 'refused';
  reason: string;
  open: boolean;
  zone: string;
  now: number;
  opens_at?: number;
  closes_at?: number;
  reply_by?: number;
  closing_soon?: boolean;
  department?: string;
  explanation?: string;
  alternatives?: WayOut[];
}

/** Another way than waiting, or than what was refused. */
export interface WayOut {
  way: 'sign_in' | 'department' | 'phone' | 'channel' | 'email';
  label: string;
  href?: string;
  department?: string;
}

export interface Department {
  key: string;
  name: string;
  about?: string;
  open?: boolean;
  refusal?: string;
}

export interface Notice {
  key: string;
  text: string;
  url?: string;
}

/** What does not work now. */
export interface Incident {
  name: string;
  url: string;
  updated_at: number;
}

export interface Channel {
  key: string;
  name: string;
  href: string;
  label: string;
  note?: string;
  open?: boolean | null;
  urgent?: boolean;
}

export interface Desk {
  name: string;
  privacy_url: string;
  channels: Channel[];
  departments?: Department[];
  greeting?: string;
  checklist?: string[];
  notices?: Notice[];
  incident?: Incident | null;
  rating?: boolean;
}

/** A conversation's state as the server tells it. */
export interface State {
  conversation: string;
  version: number;
  epoch: string;
  seq: number;
  status: 'waiting' | 'open' | 'email' | 'closed';
  agent: string;
  email: string;
  promise_at: number | null;
  read_by_agent: number;
  read_by_visitor: number;
  position?: number;
  moved?: string;
  email_by?: number | null;
  past?: boolean;
  rating?: '' | 'yes' | 'no';
}

/** One of the visitor's conversations, in a list. */
export interface EarlierRow {
  conversation: string;
  epoch: string;
  status: State['status'];
  began_at: number;
  last_at: number;
  words: string;
  unread: number;
}

export type Frame =
  | { t: 'welcome'; desk: Desk; decision: Decision; conversations: State[]; connection: string }
  | ({ t: 'state' } & State)
  | { t: 'messages'; conversation: string; epoch: string; messages: Message[]; more: boolean }
  | ({ t: 'message'; conversation: string } & Message)
  | { t: 'ack'; conversation: string; cid: string; seq: number; h: string; at: number; dup?: boolean }
  | { t: 'nack'; reason: string; cid?: string; ref?: number; retry_after?: number | null }
  | { t: 'transcript_mailed'; conversation: string; email: string; ref: number }
  | { t: 'typing'; conversation: string; on: boolean; name?: string }
  | { t: 'identified'; name: string; plan: string; until: number; current: string }
  | { t: 'identify_again'; until: number; ended: boolean }
  | { t: 'opened'; current: string; mailed_to?: string }
  | { t: 'link_mailed' }
  | { t: 'earlier'; conversations: EarlierRow[] }
  | { t: 'about'; trail: PageView[]; context: Context; contact: { name: string; email: string; plan: string } | null }
  | { t: 'read'; conversation: string; seq: number; who: 'agent' | 'visitor' }
  | { t: 'decision'; decision: Decision; desk: Desk }
  | { t: 'reset'; conversation: string; reason: 'trimmed' | 'diverged' }
  | { t: 'ping' };

/** What the visitor wrote and the server has not confirmed. `tab` sends it (contract R12). */
export interface Entry {
  cid: string;
  conversation: string;
  text: string;
  page: PageView;
  written_at: number;
  tab: string;
  state: 'sending' | 'refused';
  reason: string;
  files?: FileInfo[];
  /** Some of them are still on their way. */
  waits?: boolean;
}

/** An own message that was confirmed, kept for a while to be offered again (contract R11). */
export interface Kept extends Entry {
  seq: number;
  acked_at: number;
}

export interface Identity {
  secret: string;
  conversation: string;
  /** Whom the page's server has named, as `sub` of its token. */
  person?: string;
}

/** Where this browser stands in a conversation. */
export interface Standing {
  epoch: string;
  seq: number;
  h: string;
  read: number;
  state: State | null;
}

/** What a page wishes, by the names of the tag's attributes; see docs/embed.md. */
export interface Wishes {
  site?: string;
  lang?: string;
  color?: string;
  position?: string;
  launcher?: string;
  mount?: string;
  theme?: string;
  offset?: string;
  /** Query keys whose values may be told. */
  allowQuery?: string;
  /** Patterns of path segments that are told to nobody. */
  mask?: string;
  /** Other words, of all languages by their public names. */
  texts?: Record<string, Record<string, string>>;
}

export interface Settings {
  site: string;
  host: string;
  language: Language;
  /** What is written in the tag, as `data-…`, or was said by a call. */
  data: Wishes;
  /** Other words of the page's own, by the names that the build gives. */
  words?: Catalogue;
}

/** One call of the page; `y` and `n` settle what it was given back. */
export type Call = any[] & { y?: (result?: any) => void; n?: (fault: unknown) => void };

/** What the app shows of itself to the part that obeys the page. */
export interface Running {
  session: import('./app/session.js').Session;
  words: import('./words.js').Words;
  draft: import('./app/draft.js').Draft;
  /** Be gone, with nothing forgotten. */
  leave(): void;
}

/** What the loader and its parts share. */
export interface Home {
  host: string;
  /** Nobody has carried them out yet. */
  calls: Call[];
  draw(wishes: Wishes): void;
  /** Resolves when they have been taken, or cannot be for now. */
  wake(): Promise<unknown>;
  frame?: import('./loader/frame.js').Frame;
  /** Brings back what was taken out of the document; not where the page has a place for it. */
  staying?: ReturnType<typeof setInterval>;
  settings?: Settings;
  /** The app has been started, and may not run yet. */
  app?: Promise<void>;
  start?(): void;
  running?: Running;
  /** Called when there is an app, or something has changed in it. */
  told?(): void;
  /** The page has said who the visitor is; nothing is shown or sent before that is known. */
  barred?: boolean;
}

declare global {
  /** Put in by build.mjs: the names of built files, and the few words the loader itself shows. */
  const __BUILD__: string;
  const __LAUNCHER__: Record<Language, string>;
  const __EXTRAS__: string;
  const __HOSTED__: string;
  const __IDENTITIES__: Record<Language, string>;
  const __MENU__: string;
  const __NAMES__: string;
  /** What this build is made of, shortened. */
  const __PARTS_BUILT__: string;
  const __PHONE__: string;
  const __POLL__: string;
  const __PRIVACY__: string;
  const __WORDS__: Catalogue;
}

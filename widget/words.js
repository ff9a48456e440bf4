/** Sentences and times from one catalogue: the twin of chatserver/texts.py, checked by the same table. */

const DAY = 86_400_000;

/** The browser's own zone. */
export const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export class Words {
  #catalogue;
  /** Whether all words are here: rare ones arrive beside the app. */
  whole = false;

  /**
   * @param {Record<string, string>} catalogue flat keys of one language
   * @param {string} language
   */
  constructor(catalogue, language) {
    this.#catalogue = catalogue;
    this.language = language;
  }

  /**
   * The rest has arrived.
   * @param {Record<string, string>} rest
   */
  add(rest) {
    this.#catalogue = { ...this.#catalogue, ...rest };
    this.whole = true;
  }

  /** @param {string} key */
  has(key) {
    return key in this.#catalogue;
  }

  /**
   * The sentence under a key; `{name}` is filled from `values`.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  say(key, values = {}) {
    return (this.#catalogue[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  }

  /**
   * `9:05`: 24 hours, no leading zero.
   * @param {number} at
   * @param {string} [zone] IANA name; the browser's own when left out
   */
  clock(at, zone) {
    const { hour, minute } = partsOf(at, zone);
    return `${hour}:${String(minute).padStart(2, '0')}`;
  }

  /**
   * The day of an instant: `hôm nay`, `ngày mai`, `thứ Năm 5/3`, with the year when it is not this one.
   * @param {number} at
   * @param {string} [zone]
   * @param {number} [now]
   */
  day(at, zone, now) {
    const near = ['date.day_today', 'date.day_tomorrow'][daysBetween(now, at, zone)];
    return near ? this.say(near) : this.#date(at, zone, now);
  }

  /**
   * An instant: `8:00 ngày mai`, `10:00 thứ Năm 5/3`; the clock of `beside`, another zone, with it when it differs.
   * Without `now` nothing is relative.
   * @param {number} at
   * @param {string} [zone]
   * @param {number} [now]
   * @param {string} [beside]
   */
  instant(at, zone, now, beside = zone) {
    return this.#withYours(this.#onItsDay(at, zone, now), at, at, zone, beside);
  }

  /**
   * By when: `trước 8:00 ngày mai`; exactly at midnight `trong ngày thứ Hai 30/3`, the day that ends then.
   * @param {number} at
   * @param {string} [zone]
   * @param {number} [now]
   * @param {string} [beside]
   */
  promise(at, zone, now, beside = zone) {
    if (at % 60_000 || partsOf(at, zone).minutes % 1440) {
      return this.say('promise.before', { instant: this.instant(at, zone, now, beside) });
    }
    const day = this.#date(at - 1, zone, now, 'date.weekdays_long');
    return this.#withYours(this.say('promise.within', { day }), at - 1, at, zone, beside);
  }

  /**
   * @param {string} instant in words of `zone`
   * @param {number} on an instant of the day that those words name
   * @param {number} at
   * @param {string | undefined} zone
   * @param {string | undefined} beside
   */
  #withYours(instant, on, at, zone, beside) {
    const there = partsOf(at, beside);
    if (partsOf(at, zone).minutes === there.minutes) return instant;
    const yours = partsOf(on, zone).days === there.days ? this.clock(at, beside) : this.#onItsDay(at, beside);
    return this.say('date.yours', { instant, yours });
  }

  /**
   * @param {number} at
   * @param {string} [zone]
   * @param {number} [now]
   */
  #onItsDay(at, zone, now) {
    const clock = this.clock(at, zone);
    const near = ['date.today', 'date.tomorrow'][daysBetween(now, at, zone)];
    return near ? this.say(near, { clock }) : this.say('date.on', { clock, day: this.#date(at, zone, now) });
  }

  /**
   * @param {number} at
   * @param {string} [zone]
   * @param {number} [now]
   * @param {string} [weekdays]
   */
  #date(at, zone, now, weekdays = 'date.weekdays') {
    const { year, month, date, weekday } = partsOf(at, zone);
    return this.say(now === undefined || year === partsOf(now, zone).year ? 'date.day' : 'date.day_year', {
      weekday: this.say(weekdays).split('|')[weekday],
      month: this.say('date.months').split('|')[month - 1],
      date,
      year,
    });
  }
}

/** @type {Map<string | undefined, Intl.DateTimeFormat>} */
const formats = new Map();
/** @type {Map<string, ReturnType<typeof readParts>>} by zone and minute: a long thread asks for the same ones all the time */
const known = new Map();

/**
 * Wall-clock numbers of an instant; weekday 0 is Monday.
 * @param {number} at
 * @param {string | undefined} zone
 */
function partsOf(at, zone) {
  const key = zone + ' ' + Math.floor(at / 60_000);
  if (known.size > 999) known.clear(); // a page may be open for weeks
  let parts = known.get(key);
  if (!parts) known.set(key, (parts = readParts(at, zone)));
  return parts;
}

/**
 * @param {number} at
 * @param {string | undefined} zone
 */
function readParts(at, zone) {
  let format = formats.get(zone);
  if (!format) {
    // Only the numbers come from Intl; `h23`, or midnight may be 24.
    format = new Intl.DateTimeFormat('en', {
      timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    });
    formats.set(zone, format);
  }
  /** @type {Record<string, number>} */
  const { year, month, day, hour, minute } = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const days = Date.UTC(year, month - 1, day) / DAY;
  const minutes = (days * 24 + hour) * 60 + minute;
  return { year, month, date: day, hour, minute, days, minutes, weekday: (days + 3) % 7 };
}

/**
 * How many midnights of the zone lie between two instants; NaN when there is no `from`.
 * @param {number | undefined} from
 * @param {number} to
 * @param {string} [zone]
 */
export const daysBetween = (from, to, zone) => (from === undefined ? NaN : partsOf(to, zone).days - partsOf(from, zone).days);

// Instants in words, from the catalogue's `date.*` patterns: twin of chatserver/texts.py (tests/data/worded_instants.json).

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000; // zones change their offset on a quarter of an hour
const formats = new Map();
const offsets = new Map();

function format(zone) {
  if (!formats.has(zone)) {
    const numeric = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
    formats.set(zone, new Intl.DateTimeFormat("en-US", { ...numeric, timeZone: zone, hourCycle: "h23" }));
  }
  return formats.get(zone);
}

function offset(at, zone) {
  const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const key = `${zone} ${quarter}`;
  if (!offsets.has(key)) {
    const parts = format(zone).formatToParts(quarter).map(({ type, value }) => [type, Number(value)]);
    const { year, month, day, hour, minute } = Object.fromEntries(parts);
    offsets.set(key, Date.UTC(year, month - 1, day, hour, minute) - quarter);
  }
  return offsets.get(key);
}

/** The wall clock of an instant (ms) in a zone: year, month, date, hour, minute, and `day`, days since 1970. */
export function wall(at, zone) {
  const there = at + offset(at, zone);
  const clock = new Date(there);
  const [year, month, date] = [clock.getUTCFullYear(), clock.getUTCMonth() + 1, clock.getUTCDate()];
  return { year, month, date, hour: clock.getUTCHours(), minute: clock.getUTCMinutes(), day: Math.floor(there / DAY_MS) };
}

/** "8:05": hours without a leading zero. */
export function wordClock(at, zone) {
  const { hour, minute } = wall(at, zone);
  return `${hour}:${String(minute).padStart(2, "0")}`;
}

/** "hôm nay", "ngày mai", "thứ Năm 5/2", with the year when it is another one. */
export function wordDay(at, zone, texts, now) {
  const ahead = wall(at, zone).day - wall(now, zone).day;
  if (ahead === 0) return texts.say("date.day_today");
  if (ahead === 1) return texts.say("date.day_tomorrow");
  return wordDate(at, zone, texts, now, "date.weekdays");
}

function wordDate(at, zone, texts, now, weekdays) {
  const then = wall(at, zone);
  const weekday = texts.say(weekdays).split("|")[(((then.day + 3) % 7) + 7) % 7];
  const values = { weekday, date: then.date, month: texts.say("date.months").split("|")[then.month - 1], year: then.year };
  return texts.say(then.year === wall(now, zone).year ? "date.day" : "date.day_year", values);
}

/** "14:07 hôm nay", "10:00 thứ Năm 5/2". */
export function wordInstant(at, zone, texts, now) {
  const clock = wordClock(at, zone);
  const ahead = wall(at, zone).day - wall(now, zone).day;
  if (ahead === 0) return texts.say("date.today", { clock });
  if (ahead === 1) return texts.say("date.tomorrow", { clock });
  return texts.say("date.on", { clock, day: wordDay(at, zone, texts, now) });
}

/** "trước 10:00 thứ Năm 5/2"; exactly at midnight "trong ngày thứ Hai 30/3", the day that ends then. */
export function wordPromise(at, zone, texts, now, word = wordInstant) {
  const { hour, minute } = wall(at, zone);
  if (hour || minute || at % 60_000) return texts.say("promise.before", { instant: word(at, zone, texts, now) });
  return texts.say("promise.within", { day: wordDate(at - 1, zone, texts, now, "date.weekdays_long") });
}

/** An instant without its day when that is today: "22:00", "8:00 ngày mai". */
export function wordSoonest(at, zone, texts, now) {
  return wall(at, zone).day === wall(now, zone).day ? wordClock(at, zone) : wordInstant(at, zone, texts, now);
}

/** A length of time in the two largest units that matter: "dưới 1 phút", "3 phút", "1 giờ 52", "2 ngày". */
export function wordDuration(ms, texts) {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 1) return texts.say("console.duration.moment");
  if (minutes < 60) return texts.say("console.duration.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return texts.say("console.duration.days", { count: Math.floor(hours / 24) });
  if (minutes % 60 === 0) return texts.say("console.duration.hours", { count: hours });
  return texts.say("console.duration.hours_minutes", { hours, minutes: minutes % 60 });
}

/**
 * Calendar dates ("2026-01-22") and months ("2026-01"), as strings: a date is a day in the user's
 * own calendar, and has no time zone.
 */

/** Today where the reader is. */
export function today() {
  const now = new Date();
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, '0');
}

/** This month where the reader is. */
export function thisMonth() {
  return today().slice(0, 7);
}

/** Whether it is a month, and one that expenses can have. @param {string | null} month */
export function isMonth(month) {
  return month !== null && /^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$/.test(month);
}

/** Whether there is such a day. @param {string} date */
export function isDate(date) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    return false;
  }
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}

/** The month so many months later. @param {string} month @param {number} months */
export function plusMonths(month, months) {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${two((count % 12) + 1)}`;
}

/** @param {string} month */
export function firstDay(month) {
  return `${month}-01`;
}

/** @param {string} month */
export function lastDay(month) {
  return `${month}-${two(daysIn(month))}`;
}

/** @param {string} month */
export function daysIn(month) {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

/** The same day a year later. @param {string} date */
export function plusYear(date) {
  const time = new Date(`${date}T00:00:00Z`);
  time.setUTCFullYear(time.getUTCFullYear() + 1);
  return time.toISOString().slice(0, 10);
}

/** @param {string} date @param {Intl.DateTimeFormatOptions} options */
function format(date, options) {
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** January 2026. @param {string} month */
export function monthName(month) {
  return format(firstDay(month), { month: 'long', year: 'numeric' });
}

/** January. @param {string} month */
export function monthOnly(month) {
  return format(firstDay(month), { month: 'long' });
}

/** Jan, for an axis. @param {string} month */
export function shortMonth(month) {
  return format(firstDay(month), { month: 'short' });
}

/** Thu, 22 January 2026; without the year if it is this one. @param {string} date */
export function dayName(date) {
  const sameYear = date.slice(0, 4) === today().slice(0, 4);
  return format(date, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
  });
}

/** 22 Jan. @param {string} date */
export function shortDay(date) {
  return format(date, { day: 'numeric', month: 'short' });
}

/** 22 Jan 2026. @param {string} date */
export function shortDate(date) {
  return format(date, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** 22 January. @param {string} date */
export function dayAndMonth(date) {
  return format(date, { day: 'numeric', month: 'long' });
}

/** A moment, in the reader's time zone. @param {string} instant */
export function moment(instant) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}

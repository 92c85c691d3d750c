/** A time, some intervals later: months and years end on the same day, or on the last day of a month that is too short. */
export function addIntervals(seconds, { interval, interval_count: size = 1 }, count = 1) {
  const date = new Date(seconds * 1_000);
  const steps = size * count;
  if (interval === 'day' || interval === 'week') return seconds + steps * (interval === 'week' ? 7 : 1) * 86_400;

  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + steps * (interval === 'year' ? 12 : 1));
  date.setUTCDate(Math.min(day, daysOfMonth(date)));
  return Math.floor(date.getTime() / 1_000);
}

/**
 * The first end of a period after `seconds`. Periods are counted from their anchor, not from one another, so that one which
 * ended on 28 February does not pull its successors to the 28th.
 */
export function nextPeriodEnd(anchor, recurring, seconds) {
  let count = 1;
  while (addIntervals(anchor, recurring, count) <= seconds) count += 1;
  return addIntervals(anchor, recurring, count);
}

function daysOfMonth(date) {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

import { choice, flag, hash, integer, text } from '../../http/parameters.js';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const SHORTEST_DELAY_DAYS = 2;

/** A number of days, or `minimum`. */
const delayDays = {
  read: (value, path) => (value === 'minimum' ? SHORTEST_DELAY_DAYS : integer({ minimum: SHORTEST_DELAY_DAYS, maximum: 31 }).read(value, path)),
};

export const payoutSettings = hash({
  debit_negative_balances: flag(),
  schedule: hash({
    delay_days: delayDays,
    interval: choice('daily', 'manual', 'monthly', 'weekly'),
    monthly_anchor: integer({ minimum: 1, maximum: 31 }),
    weekly_anchor: choice(...WEEKDAYS),
  }),
  statement_descriptor: text({ maximum: 22 }),
});

export function describeSettings(given, before) {
  const payouts = given?.payouts ?? {};
  const current = before?.payouts ?? {};
  return {
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false }, statement_descriptor_prefix: null, statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null,
    },
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    payments: {
      statement_descriptor: null, statement_descriptor_kana: null, statement_descriptor_kanji: null, statement_descriptor_prefix_kana: null, statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: payouts.debit_negative_balances ?? current.debit_negative_balances ?? true,
      schedule: describeSchedule({ ...current.schedule, ...payouts.schedule }),
      statement_descriptor: payouts.statement_descriptor ?? current.statement_descriptor ?? null,
    },
  };
}

/** How many days after today the next automatic payout is made; null if payouts are made by hand. */
export function daysToNextPayout({ interval, delay_days: delay, weekly_anchor: weekly, monthly_anchor: monthly }, nowMs) {
  if (interval === 'manual') return null;
  const today = new Date(nowMs);
  if (interval === 'weekly') return (WEEKDAYS.indexOf(weekly) - today.getUTCDay() + 7) % 7 || 7;
  if (interval === 'monthly') return daysUntil(today, monthly);
  return delay;
}

export function describeController(type, given = {}) {
  const dashboard = given.stripe_dashboard?.type ?? { custom: 'none', express: 'express', standard: 'full' }[type];
  const isPlatformLiable = dashboard !== 'full';
  return {
    fees: { payer: given.fees?.payer ?? (isPlatformLiable ? 'application_express' : 'account') },
    is_controller: true,
    losses: { payments: given.losses?.payments ?? (isPlatformLiable ? 'application' : 'stripe') },
    requirement_collection: given.requirement_collection ?? (type === 'custom' ? 'application' : 'stripe'),
    stripe_dashboard: { type: dashboard },
    type: 'application',
  };
}

function describeSchedule({ delay_days: delay = SHORTEST_DELAY_DAYS, interval = 'daily', monthly_anchor: monthly = 1, weekly_anchor: weekly = 'monday' }) {
  return {
    delay_days: delay,
    interval,
    ...(interval === 'monthly' && { monthly_anchor: monthly }),
    ...(interval === 'weekly' && { weekly_anchor: weekly }),
  };
}

/** The day of the month, or its last one if it is shorter. */
function daysUntil(today, dayOfMonth) {
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const inMonth = (offset) => Date.UTC(year, month + offset, Math.min(dayOfMonth, new Date(Date.UTC(year, month + offset + 1, 0)).getUTCDate()));
  const todayMs = Date.UTC(year, month, day);
  const next = inMonth(0) > todayMs ? inMonth(0) : inMonth(1);
  return Math.round((next - todayMs) / 86_400_000);
}

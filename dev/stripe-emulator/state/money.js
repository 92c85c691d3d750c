const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '));
const TWO_DECIMAL = new Set(('usd aed all amd aud azn bam bbd bdt bgn bob brl bwp byn bzd cad chf cny cop crc czk dkk dop dzd egp '
  + 'etb eur gbp gel ghs gtq hkd hnl huf idr ils inr isk jmd kes khr kgs kzt lkr mad mdl mkd mnt mop mur mxn myr mzn nad ngn '
  + 'nok npr nzd pab pen php pkr pln qar ron rsd sar scr sek sgd thb try ttd twd tzs uah uyu uzs yer zar zmw').split(' '));

const SYMBOLS = { usd: '$', eur: '€', gbp: '£', jpy: '¥' };

/** Smallest charge by currency, in minor units; what is not listed here takes the default. */
const MINIMUM_CHARGE = {
  aed: 200, bgn: 100, czk: 1_500, dkk: 250, gbp: 30, hkd: 400, huf: 17_500, mxn: 1_000, myr: 200, nok: 300, pln: 200, ron: 200, sek: 300, thb: 1_000,
  // Not in Stripe's table: about the minimum of the currency the account settles in.
  bhd: 200, jod: 360, krw: 700, kwd: 160, omr: 200, tnd: 1_600,
};
const DEFAULT_MINIMUM_CHARGE = 50;
const MAXIMUM_CHARGE = 99_999_999;

export const isCurrency = (code) => TWO_DECIMAL.has(code) || ZERO_DECIMAL.has(code) || THREE_DECIMAL.has(code);

export function decimalsOf(currency) {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

export const minimumCharge = (currency) => MINIMUM_CHARGE[currency] ?? DEFAULT_MINIMUM_CHARGE;
export const maximumCharge = () => MAXIMUM_CHARGE;

/** What every amount in the currency is a multiple of: the last digit of a three-decimal amount is always 0. */
export const stepOf = (currency) => (decimalsOf(currency) === 3 ? 10 : 1);

/**
 * Stripe's standard price, 2.9 % + 30 minor units, the percentage rounded half up, in integers. Zero-decimal currencies pay
 * 30 units as well; three-decimal ones pay 300, and a multiple of ten as every amount in them is.
 */
export function processingFee(amount, currency) {
  if (decimalsOf(currency) === 3) return Math.floor((amount * 29 + 5_000) / 10_000) * 10 + 300;
  return Math.floor((amount * 29 + 500) / 1_000) + 30;
}

/** `numerator / denominator`, half away from zero, to what the currency can be charged in. */
export function divided(numerator, denominator, currency) {
  const step = stepOf(currency);
  const [whole, parts] = [BigInt(denominator) * BigInt(step), BigInt(numerator)];
  const magnitude = parts < 0n ? -parts : parts;
  const rounded = Number((magnitude * 2n + whole) / (whole * 2n)) * step;
  return parts < 0n && rounded !== 0 ? -rounded : rounded;
}

/** An amount as it stands in messages and on pages, such as `$25.00` or `¥500`. */
export function formatAmount(amount, currency) {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const number = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  const sign = amount < 0 ? '-' : '';
  const symbol = SYMBOLS[currency];
  return symbol ? `${sign}${symbol}${number}` : `${sign}${number} ${currency.toUpperCase()}`;
}

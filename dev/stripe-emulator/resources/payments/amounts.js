import { invalidRequest } from '../../http/errors.js';
import { formatAmount, maximumCharge, minimumCharge, stepOf } from '../../state/money.js';

/** Refuses amounts that Stripe moves in no call: three-decimal ones whose last digit is not 0. */
export function checkMovable(amount, currency, param) {
  if (amount % stepOf(currency) === 0) return;
  throw invalidRequest(`Invalid amount: ${formatAmount(amount, currency)}. Amounts in ${currency.toUpperCase()} must be divisible by ${stepOf(currency)}.`, { param });
}

/** Refuses amounts that Stripe would not charge. `described` names the thing in the message. */
export function checkChargeable(amount, currency, { described, param }) {
  if (amount < minimumCharge(currency)) {
    throw invalidRequest(`${described} must be at least ${formatAmount(minimumCharge(currency), currency)}.`, { code: 'amount_too_small', param });
  }
  if (amount > maximumCharge()) {
    throw invalidRequest(`${described} must be no more than ${formatAmount(maximumCharge(), currency)}.`, { code: 'amount_too_large', param });
  }
  checkMovable(amount, currency, param);
}

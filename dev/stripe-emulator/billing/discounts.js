import { newId } from '../state/ids.js';
import { divided } from '../state/money.js';
import { addIntervals } from './periods.js';

/** A coupon that somebody has been given: on a subscription, or on one invoice. `ends` only when its coupon repeats. */
export function createDiscount(unit, { coupon, promotion_code: promotionCode = null, customer = null, subscription = null, invoice = null, checkout_session: session = null }) {
  const start = unit.nowSeconds();
  const discount = unit.account.put('discounts', {
    id: newId.discount(),
    object: 'discount',
    checkout_session: session,
    customer,
    customer_account: null,
    end: coupon.duration === 'repeating' ? addIntervals(start, { interval: 'month' }, coupon.duration_in_months) : null,
    invoice,
    invoice_item: null,
    promotion_code: promotionCode?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start,
    subscription,
    subscription_item: null,
  });
  if (subscription) unit.emit('customer.discount.created', discount);
  return discount;
}

/** Counts a use of a coupon and of the code it came by; the last one allowed makes it invalid. */
export function redeem(unit, { coupon, promotion_code: promotionCode = null }) {
  const uses = coupon.times_redeemed + 1;
  unit.account.update('coupons', coupon.id, { times_redeemed: uses, valid: coupon.max_redemptions === null || uses < coupon.max_redemptions });
  if (!promotionCode) return;
  const redeemed = promotionCode.times_redeemed + 1;
  const isSpent = promotionCode.max_redemptions !== null && redeemed >= promotionCode.max_redemptions;
  unit.account.update('promotion_codes', promotionCode.id, { times_redeemed: redeemed, ...(isSpent && { active: false }) });
}

/** What discounts take off lines `{ price, amount, discountable }`: for each line a list of `{ amount, discount }`. */
export function discountAmounts(lines, discounts) {
  const remaining = lines.map(({ amount, discountable = true }) => (discountable ? Math.max(0, amount) : 0));
  const taken = lines.map(() => []);
  for (const { id, coupon } of discounts) {
    const eligible = lines.map((line, index) => (appliesTo(coupon, line.price) ? remaining[index] : 0));
    shares(coupon, eligible, lines[0]?.price.currency).forEach((amount, index) => {
      remaining[index] -= amount;
      if (eligible[index] > 0) taken[index].push({ amount, discount: id });
    });
  }
  return taken;
}

/** The share of each line; a fixed amount is spread in proportion, and its last line takes what rounding left over. */
function shares({ percent_off: percent, amount_off: amountOff }, eligible, currency) {
  if (percent !== null) return eligible.map((amount) => divided(BigInt(amount) * BigInt(Math.round(percent * 100)), 10_000, currency));
  const total = eligible.reduce((sum, amount) => sum + amount, 0);
  const off = Math.min(amountOff, total);
  const last = eligible.findLastIndex((amount) => amount > 0);
  let left = off;
  return eligible.map((amount, index) => {
    const share = index === last ? left : divided(BigInt(off) * BigInt(amount), Math.max(1, total), currency);
    left -= share;
    return share;
  });
}

function appliesTo(coupon, price) {
  return !coupon.applies_to || coupon.applies_to.products.includes(price.product);
}

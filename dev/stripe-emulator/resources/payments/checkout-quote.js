import { couponOf } from '../../billing/subscription-invoice.js';
import { createDiscount } from '../../billing/discounts.js';
import { priceLines, totalsOf } from '../../billing/pricing.js';
import { taxLocation } from '../../billing/tax.js';
import { invalidRequest } from '../../http/errors.js';
import { checkChargeable } from './amounts.js';
import { describeLineItem } from './checkout-line-items.js';
import { readDiscounts } from '../catalogue/coupons.js';

/**
 * Works out what a session comes to, with its discounts, and with tax as soon as it is known where the customer lives. The
 * page asks again when the visitor has given a promotion code or an address.
 */
export function quoteSession(unit, id, { address } = {}) {
  const session = unit.account.get('checkout_sessions', id);
  const record = unit.account.get('session_line_items', id);
  const customer = unit.account.get('customers', session.customer);
  const location = session.automatic_tax.enabled ? taxLocation(customer, taxedAddress(record, customer, address)) : null;
  const discounts = (record.discounts ?? []).map((discountId) => {
    const discount = unit.account.get('discounts', discountId);
    return { id: discountId, coupon: couponOf(unit, discount.source.coupon) };
  });
  const lines = linesOf(record).map((line) => ({ ...line, amount: record.isTrial && line.price.recurring ? 0 : line.price.unit_amount * line.quantity }));
  const priced = priceLines(unit, lines, { discounts, location });
  const totals = totalsOf(priced);
  // A total of zero is an order without cost, which Checkout completes without a payment.
  if (totals.total > 0) checkChargeable(totals.total, session.currency, { described: "The Checkout Session's total amount due", param: 'line_items' });

  for (const line of priced) keepDetails(unit, line);
  unit.account.put('session_line_items', { ...record, items: priced.map((line) => describeLineItem(unit, line)) });
  return unit.account.update('checkout_sessions', id, {
    amount_subtotal: totals.subtotal,
    amount_total: totals.total,
    automatic_tax: { ...session.automatic_tax, status: taxStatus(session, location) },
    payment_status: totals.total === 0 ? 'no_payment_required' : 'unpaid',
    total_details: { amount_discount: totals.discount, amount_shipping: 0, amount_tax: totals.tax },
  });
}

/** Gives a session its discount; Checkout takes one at most. */
export function discountSession(unit, id, [given]) {
  if (!given) return;
  const record = unit.account.get('session_line_items', id);
  const { currency, customer } = unit.account.get('checkout_sessions', id);
  const { coupon, promotion_code: code } = given;
  if (coupon.amount_off !== null && coupon.currency !== currency) {
    throw invalidRequest(`The coupon \`${coupon.id}\` is for the currency \`${coupon.currency}\` and cannot be applied to a session in \`${currency}\`.`, { param: 'discounts[0][coupon]' });
  }
  if (code) checkMinimum(record, code, currency);
  const discount = createDiscount(unit, { ...given, customer, checkout_session: id });
  unit.account.put('session_line_items', { ...record, discounts: [discount.id] });
  unit.account.update('checkout_sessions', id, { discounts: [{ coupon: code ? null : coupon.id, promotion_code: code?.id ?? null }] });
}

/** A session from before there were discounts and tax has its items only. */
function linesOf({ lines, items }) {
  return lines ?? items.map(({ id, price, quantity }) => ({ id, price, quantity }));
}

/** The code that a visitor typed. An unknown or spent one is refused. */
export function applyCode(unit, id, typed) {
  const { customer } = unit.account.get('checkout_sessions', id);
  const code = unit.account.all('promotion_codes').find((one) => one.active && one.code.toLowerCase() === typed.toLowerCase());
  if (!code) throw invalidRequest('This code is invalid.', { param: 'promotion_code' });
  discountSession(unit, id, readDiscounts(unit, [{ promotion_code: code.id }], customer));
}

/** An address that the customer has counts, unless the session was told to take the one that is typed. */
function taxedAddress({ customerUpdate }, customer, typed) {
  if (customer?.address?.country && customerUpdate?.address !== 'auto') return customer.address;
  return typed ?? customer?.address;
}

function taxStatus({ automatic_tax: { enabled } }, location) {
  if (!enabled) return null;
  return location ? 'complete' : 'requires_location_inputs';
}

function checkMinimum({ lines }, { code, restrictions }, currency) {
  if (restrictions.minimum_amount === null) return;
  const subtotal = lines.reduce((sum, { price, quantity }) => sum + price.unit_amount * quantity, 0);
  if (restrictions.minimum_amount_currency !== currency || subtotal < restrictions.minimum_amount) {
    throw invalidRequest(`This promotion code cannot be redeemed because the order is below its minimum amount: ${code}`, { param: 'promotion_code' });
  }
}

/** What a line item shows only on request. */
function keepDetails(unit, { id, discountAmounts, taxes }) {
  unit.account.put('line_item_details', {
    id,
    discounts: discountAmounts.map(({ amount, discount }) => ({ amount, discount: unit.account.get('discounts', discount) })),
    taxes: taxes.map(({ amount, tax_rate_details: { tax_rate: rate }, taxability_reason: reason, taxable_amount: taxable }) => ({
      amount, rate: unit.account.get('tax_rates', rate), taxability_reason: reason, taxable_amount: taxable,
    })),
  });
}

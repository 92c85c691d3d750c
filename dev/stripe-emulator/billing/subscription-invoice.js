import { taxLocation } from './tax.js';

/** What `draftInvoice` needs for an invoice of a subscription, as that and its customer are now. */
export function invoiceOf(unit, subscription, { lines, billingReason, period, discounts = discountsOf(unit, subscription), address, ...fields }) {
  const customer = unit.account.get('customers', subscription.customer);
  return {
    automaticTax: subscription.automatic_tax.enabled ? { location: taxLocation(customer, address ?? customer.address) } : null,
    billingReason,
    customer,
    description: subscription.description,
    discounts,
    lines,
    period,
    subscription,
    ...fields,
  };
}

/** The discounts which a subscription has now, as `{ id, coupon }`. */
export function discountsOf(unit, subscription) {
  const now = unit.nowSeconds();
  return subscription.discounts
    .map((id) => unit.account.get('discounts', id))
    .filter((discount) => discount.end === null || discount.end > now)
    .map((discount) => ({ id: discount.id, coupon: couponOf(unit, discount.source.coupon) }));
}

/** A coupon outlives its deletion where somebody has it. */
export function couponOf(unit, id) {
  return unit.account.get('coupons', id) ?? unit.account.get('deleted_coupons', id);
}

/** What changes about a subscription's discounts with an invoice: one that is good once is spent when it took something off. */
export function withoutSpentDiscounts(unit, subscription, invoice) {
  const used = new Set(invoice.total_discount_amounts.filter(({ amount }) => amount > 0).map(({ discount }) => discount));
  const left = discountsOf(unit, subscription).filter(({ id, coupon }) => !(coupon.duration === 'once' && used.has(id))).map(({ id }) => id);
  return left.length === subscription.discounts.length ? {} : { discounts: left };
}

import { composeInvoice } from '../../billing/invoice-object.js';
import { liveSubscriptions } from '../../billing/lifecycle.js';
import { creditLine, pendingLines } from '../../billing/lines.js';
import { hasEnded, periodOf } from '../../billing/subscription-object.js';
import { couponOf, discountsOf, invoiceOf } from '../../billing/subscription-invoice.js';
import { linesAhead, planChange } from '../../billing/updates.js';
import { invalidRequest } from '../../http/errors.js';
import { newId, randomText } from '../../state/ids.js';
import { choice, flag, hash, required, text } from '../../http/parameters.js';
import { addressParameters, emptyAddress } from '../addresses.js';
import { readDiscounts } from '../catalogue/coupons.js';
import { findByParameter } from '../find.js';
import { discountParameters, previewDetails, readItems } from './subscription-parameters.js';

const previewParameters = {
  automatic_tax: hash({ enabled: required(flag()) }),
  customer: text(),
  customer_details: hash({ address: addressParameters }),
  discounts: discountParameters,
  preview_mode: choice('next'),
  subscription: text(),
  subscription_details: previewDetails,
};

export const invoicePreviewRoutes = [
  { method: 'POST', path: '/v1/invoices/create_preview', parameters: previewParameters, handle: previewInvoice },
];

/** The invoice that would come next for a subscription, now or after a change. Nothing of it is kept. */
function previewInvoice(requestUnit, given) {
  const subscription = findSubscription(requestUnit, given);
  const unit = requestUnit.onClock(subscription.test_clock);
  const details = given.subscription_details ?? {};
  const isLast = (details.cancel_at_period_end ?? subscription.cancel_at_period_end) && !details.items;
  if (hasEnded(subscription) || (isLast && pendingLines(unit, subscription).length === 0)) throw noneUpcoming();

  const { lines, discounts } = details.cancel_now ? cancellation(unit, subscription, details) : change(unit, subscription, details, isLast);
  const taxed = given.automatic_tax ? { ...subscription, automatic_tax: { ...subscription.automatic_tax, ...given.automatic_tax } } : subscription;
  const address = given.customer_details?.address;
  return withoutIdentity(composeInvoice(unit, invoiceOf(unit, taxed, {
    address: address && { ...emptyAddress(), ...address },
    billingReason: 'upcoming',
    discounts: given.discounts ? previewDiscounts(unit, given.discounts, subscription.customer) : discounts,
    lines,
    period: periodOf(subscription),
    prorationDate: lines.find((line) => line.proration)?.period.start,
  })));
}

function findSubscription(unit, { customer, subscription: id }) {
  if (id) return findByParameter(unit, 'subscriptions', 'subscription', id, 'subscription');
  if (!findByParameter(unit, 'customers', 'customer', customer, 'customer')) {
    throw invalidRequest('You must specify one of: customer, subscription.', { code: 'parameter_missing', param: 'subscription' });
  }
  const [subscription] = liveSubscriptions(unit, customer).sort((a, b) => periodOf(a).end - periodOf(b).end);
  if (!subscription) throw noneUpcoming();
  return subscription;
}

function change(unit, subscription, details, isLast) {
  if (isLast) return { lines: pendingLines(unit, subscription), discounts: [] };
  const items = readItems(unit, details.items, subscription.items.data);
  const endsTrial = details.trial_end === 'now' && subscription.status === 'trialing';
  const plan = planChange(unit, subscription, { ...details, items, endsTrial });
  const isOnlyProration = plan.isInvoicedNow && !plan.restarts;
  return { lines: linesAhead(unit, subscription, plan), discounts: isOnlyProration ? [] : discountsOf(unit, subscription) };
}

function cancellation(unit, subscription, { proration_behavior: behavior = 'create_prorations', proration_date: at = unit.nowSeconds() }) {
  const discounts = discountsOf(unit, subscription);
  const isCredited = behavior !== 'none' && subscription.status !== 'trialing';
  const credits = isCredited ? subscription.items.data.map((item) => creditLine(unit, subscription, item, at, discounts)) : [];
  const lines = [...pendingLines(unit, subscription), ...credits];
  if (lines.length === 0) throw noneUpcoming();
  return { lines, discounts: [] };
}

function previewDiscounts(unit, given, customerId) {
  return readDiscounts(unit, given, customerId).map(({ coupon }) => ({ id: newId.discount(), coupon: couponOf(unit, coupon.id) }));
}

function withoutIdentity(invoice) {
  const id = `upcoming_in_${randomText(24)}`;
  const data = invoice.lines.data.map((line) => ({ ...line, invoice: id }));
  return { ...invoice, id, lines: { ...invoice.lines, data, url: `/v1/invoices/${id}/lines` } };
}

function noneUpcoming() {
  return invalidRequest('No upcoming invoices for customer', { code: 'invoice_upcoming_none', status: 404 });
}

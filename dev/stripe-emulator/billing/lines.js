import { newId } from '../state/ids.js';
import { divided, formatAmount } from '../state/money.js';
import { discountAmounts } from './discounts.js';

/* The lines of an invoice, before discounts and tax; `composeInvoice` takes them. */

/** What the items cost for a period. */
export function periodLines(unit, subscription, period, items = subscription.items.data) {
  return items.map((item) => ({
    ...ofItem(subscription, item),
    amount: item.price.unit_amount * item.quantity,
    description: `${item.quantity} × ${nameOf(unit, item.price)} (at ${formatAmount(item.price.unit_amount, item.price.currency)} / ${everySoOften(item.price.recurring)})`,
    period,
  }));
}

/** A trial is invoiced as well, for nothing. */
export function trialLines(unit, subscription, period) {
  return subscription.items.data.map((item) => ({
    ...ofItem(subscription, item), amount: 0, description: `Trial period for ${nameOf(unit, item.price)}`, period,
  }));
}

/** The credit for the rest of a period which was paid for an item and will not be used. */
export function creditLine(unit, subscription, item, at, discounts) {
  const cost = invoicedFor(unit, subscription, item) ?? costOf(item, discounts);
  return prorationLine(unit, subscription, item, at, cost, { sign: -1, title: 'Unused time on' });
}

/** The rest of the period at an item's new price. */
export function remainderLine(unit, subscription, item, at, discounts) {
  return prorationLine(unit, subscription, item, at, costOf(item, discounts), { sign: 1, title: 'Remaining time on' });
}

/** What an item costs from the start of its period on, with the discounts that there are now. */
function costOf({ current_period_start: start, price, quantity }, discounts) {
  const full = price.unit_amount * quantity;
  const [taken] = discountAmounts([{ price, amount: full }], discounts);
  return { amount: full - taken.reduce((sum, { amount }) => sum + amount, 0), start };
}

/**
 * What an item was invoiced at, and from when on: the credit cannot exceed what was paid, with a discount that has been
 * spent meanwhile. Null if the item came to its price without being invoiced for it.
 */
function invoicedFor(unit, subscription, { id, current_period_end: end, price, quantity }) {
  const isItem = (line, itemId) => itemId === id && line.amount >= 0 && line.quantity === quantity
    && line.pricing.price_details.price === price.id && line.period.end === end;
  const pending = unit.account.all('invoiceitems').filter((one) => one.invoice === null && isItem(one, one.parent?.subscription_details.subscription_item));
  const invoiced = unit.account.all('invoices')
    .filter((invoice) => invoice.parent?.subscription_details.subscription === subscription.id && invoice.status !== 'void')
    .flatMap((invoice) => invoice.lines.data.filter((line) => isItem(line, line.parent.subscription_item_details?.subscription_item)));
  const line = pending.at(-1) ?? invoiced.at(-1);
  if (!line) return null;
  const taken = (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return { amount: line.amount - taken, start: line.period.start };
}

/** What was noted for the subscription's next invoice and stands on none yet. */
export function pendingLines(unit, subscription) {
  return unit.account.all('invoiceitems')
    .filter((item) => item.invoice === null && item.parent?.subscription_details.subscription === subscription.id)
    .map((item) => ({
      amount: item.amount,
      description: item.description,
      discountable: item.discountable,
      invoiceItem: item.id,
      metadata: item.metadata,
      period: item.period,
      price: unit.account.get('prices', item.pricing.price_details.price),
      proration: item.proration,
      quantity: item.quantity,
      subscription: subscription.id,
      subscriptionItem: item.parent.subscription_details.subscription_item,
    }));
}

/** A price that is paid once, beside what recurs. */
export function oneTimeLine(unit, customer, subscription, { price, quantity }) {
  const now = unit.nowSeconds();
  return putInvoiceItem(unit, customer, {
    amount: price.unit_amount * quantity,
    description: nameOf(unit, price),
    period: { end: now, start: now },
    price,
    quantity,
    subscription: subscription.id,
  });
}

/** Notes a line as an invoice item; answers the line with that item's id. */
export function putInvoiceItem(unit, customer, line) {
  const { amount, price, quantity, period, proration = false, subscription, subscriptionItem } = line;
  const item = unit.account.put('invoiceitems', {
    id: newId.invoiceItem(),
    object: 'invoiceitem',
    amount,
    currency: price.currency,
    customer,
    customer_account: null,
    date: unit.nowSeconds(),
    description: line.description,
    discountable: line.discountable ?? true,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    net_amount: amount,
    parent: subscription ? { subscription_details: { subscription, ...(subscriptionItem && { subscription_item: subscriptionItem }) }, type: 'subscription_details' } : null,
    period,
    pricing: { price_details: { price: price.id, product: price.product }, type: 'price_details', unit_amount_decimal: price.unit_amount_decimal },
    proration,
    ...(proration && { proration_details: { credited_items: null, discount_amounts: [] } }),
    quantity,
    quantity_decimal: String(quantity),
    tax_rates: [],
    test_clock: unit.testClock,
  });
  unit.emit('invoiceitem.created', item);
  return { ...line, invoiceItem: item.id };
}

/** By the second, and after discounts. */
function prorationLine(unit, subscription, item, at, { amount, start }, { sign, title }) {
  const { price, quantity } = item;
  const end = item.current_period_end;
  const count = quantity > 1 ? `${quantity} × ` : '';
  return {
    ...ofItem(subscription, item),
    amount: sign * divided(BigInt(amount) * BigInt(end - at), end - start, price.currency),
    description: `${title} ${count}${nameOf(unit, price)} after ${dateOf(at)}`,
    discountable: false,
    period: { end, start: at },
    proration: true,
  };
}

function ofItem(subscription, item) {
  return { price: item.price, quantity: item.quantity, metadata: item.metadata, subscription: subscription.id, subscriptionItem: item.id };
}

function nameOf(unit, price) {
  return unit.account.get('products', price.product).name;
}

function everySoOften({ interval, interval_count: count }) {
  return count === 1 ? interval : `every ${count} ${interval}s`;
}

function dateOf(seconds) {
  return new Date(seconds * 1_000).toLocaleDateString('en-GB', { day: '2-digit', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

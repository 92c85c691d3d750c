import { newId } from '../state/ids.js';
import { subList } from '../http/lists.js';
import { priceLines, summedBy, totalsOf } from './pricing.js';

/**
 * An invoice as Stripe shows a draft, without storing it; `lines` are `{ price, quantity, amount, description, period,
 * proration, subscription, subscriptionItem, invoiceItem, metadata }`.
 */
export function composeInvoice(unit, { id = newId.invoice(), customer, subscription = null, billingReason, lines, period, discounts = [], automaticTax, description = null, metadata = {}, defaultPaymentMethod = null, prorationDate }) {
  const { currency } = lines[0]?.price ?? subscription ?? customer;
  const location = automaticTax?.location ?? null;
  const priced = priceLines(unit, lines, { discounts, location });
  const totals = totalsOf(priced);
  const starting = customer.balance;
  const due = Math.max(0, totals.total + starting);
  return {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Stripe emulator',
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: false,
    automatic_tax: {
      disabled_reason: null,
      enabled: Boolean(automaticTax),
      liability: automaticTax ? { type: 'self' } : null,
      provider: automaticTax ? 'stripe' : null,
      status: taxStatus(automaticTax),
    },
    automatically_finalizes_at: null,
    billing_reason: billingReason,
    collection_method: 'charge_automatically',
    created: unit.nowSeconds(),
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt,
    customer_tax_ids: [],
    default_payment_method: defaultPaymentMethod,
    default_source: null,
    default_tax_rates: [],
    description,
    discounts: discounts.map((discount) => discount.id),
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: subList(`/v1/invoices/${id}/lines`, priced.map((line) => describeLine(id, line))),
    livemode: false,
    metadata,
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: subscription && {
      quote_details: null,
      subscription_details: {
        metadata: subscription.metadata,
        subscription: subscription.id,
        ...(prorationDate && { subscription_proration_date: prorationDate }),
      },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: period.end,
    period_start: period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: starting,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: totals.subtotal,
    subtotal_excluding_tax: totals.subtotal - totals.inclusiveTax,
    test_clock: unit.testClock,
    total: totals.total,
    total_discount_amounts: summedBy(priced.flatMap((line) => line.discountAmounts), ({ discount }) => discount, addAmounts),
    total_excluding_tax: totals.total - totals.tax,
    total_pretax_credit_amounts: summedBy(priced.flatMap(pretaxCredits), ({ discount }) => discount, addAmounts),
    total_taxes: summedBy(priced.flatMap((line) => line.taxes), taxKey, (a, b) => ({ ...addAmounts(a, b), taxable_amount: a.taxable_amount + b.taxable_amount })),
    webhooks_delivered_at: null,
  };
}

function taxStatus(automaticTax) {
  if (!automaticTax) return null;
  return automaticTax.location ? 'complete' : 'requires_location_inputs';
}

function describeLine(invoiceId, line) {
  const { amount, price, quantity } = line;
  return {
    id: newId.invoiceLine(),
    object: 'line_item',
    amount,
    currency: price.currency,
    description: line.description,
    discount_amounts: line.discountAmounts,
    discountable: line.discountable ?? true,
    discounts: [],
    invoice: invoiceId,
    livemode: false,
    metadata: line.metadata ?? {},
    parent: describeParent(line),
    period: line.period,
    pretax_credit_amounts: pretaxCredits(line),
    pricing: { price_details: { price: price.id, product: price.product }, type: 'price_details', unit_amount_decimal: price.unit_amount_decimal },
    quantity,
    quantity_decimal: String(quantity),
    subscription: line.subscription ?? null,
    subtotal: amount,
    taxes: line.taxes,
  };
}

function describeParent({ proration = false, subscription = null, subscriptionItem = null, invoiceItem = null }) {
  const shared = { invoice_item: invoiceItem, proration, proration_details: proration ? { credited_items: null } : null, subscription };
  if (!subscriptionItem) return { invoice_item_details: shared, subscription_item_details: null, type: 'invoice_item_details' };
  return { invoice_item_details: null, subscription_item_details: { ...shared, subscription_item: subscriptionItem }, type: 'subscription_item_details' };
}

function pretaxCredits({ discountAmounts }) {
  return discountAmounts.map(({ amount, discount }) => ({ amount, discount, type: 'discount' }));
}

function taxKey({ tax_behavior: behavior, tax_rate_details: rate, taxability_reason: reason }) {
  return `${behavior} ${rate.tax_rate} ${reason}`;
}

function addAmounts(a, b) {
  return { ...a, amount: a.amount + b.amount };
}

/** Fields which hold an id, or a list of ids, by the object that has them, and the collection they point into. */
export const REFERENCES = {
  balance_transaction: { source: ['charges', 'refunds', 'transfers', 'transfer_reversals', 'disputes', 'payouts'] },
  charge: { balance_transaction: 'balance_transactions', customer: 'customers', payment_intent: 'payment_intents', source_transfer: 'transfers' },
  'checkout.session': { customer: 'customers', invoice: 'invoices', payment_intent: 'payment_intents', subscription: 'subscriptions' },
  'checkout.session.discounts': { coupon: ['coupons', 'deleted_coupons'], promotion_code: 'promotion_codes' },
  customer: { test_clock: 'test_clocks' },
  'customer.invoice_settings': { default_payment_method: 'payment_methods' },
  discount: { customer: 'customers', promotion_code: 'promotion_codes' },
  'discount.source': { coupon: ['coupons', 'deleted_coupons'] },
  dispute: { charge: 'charges', payment_intent: 'payment_intents' },
  invoice: { customer: 'customers', default_payment_method: 'payment_methods', discounts: 'discounts', test_clock: 'test_clocks' },
  'invoice.parent.subscription_details': { subscription: 'subscriptions' },
  'invoice.total_discount_amounts': { discount: 'discounts' },
  invoice_payment: { invoice: 'invoices' },
  'invoice_payment.payment': { payment_intent: 'payment_intents' },
  invoiceitem: { customer: 'customers', invoice: 'invoices', test_clock: 'test_clocks' },
  line_item: { subscription: 'subscriptions' },
  'line_item.pricing.price_details': { price: 'prices' },
  payment_intent: { customer: 'customers', latest_charge: 'charges', payment_method: 'payment_methods' },
  payment_method: { customer: 'customers' },
  payout: { balance_transaction: 'balance_transactions', failure_balance_transaction: 'balance_transactions' },
  price: { product: 'products' },
  product: { default_price: 'prices' },
  promotion_code: { customer: 'customers' },
  'promotion_code.promotion': { coupon: ['coupons', 'deleted_coupons'] },
  refund: {
    balance_transaction: 'balance_transactions', charge: 'charges', failure_balance_transaction: 'balance_transactions', payment_intent: 'payment_intents',
  },
  subscription: {
    customer: 'customers', default_payment_method: 'payment_methods', discounts: 'discounts', latest_invoice: 'invoices', test_clock: 'test_clocks',
  },
  transfer: { balance_transaction: 'balance_transactions', destination: 'accounts', source_transaction: 'charges' },
  transfer_reversal: { balance_transaction: 'balance_transactions', transfer: 'transfers' },
};

const list = (url, data) => ({ object: 'list', data, has_more: false, url });

/** What an object only shows when it is asked for. */
export const INCLUDED_ON_REQUEST = {
  charge: {
    refunds: (account, { id }) => list(`/v1/charges/${id}/refunds`, account.all('refunds').filter((refund) => refund.charge === id).toReversed()),
  },
  'checkout.session': {
    line_items: (account, { id }) => list(`/v1/checkout/sessions/${id}/line_items`, account.get('session_line_items', id).items),
  },
  customer: {
    subscriptions: (account, { id }) => list(`/v1/customers/${id}/subscriptions`, account.all('subscriptions')
      .filter((one) => one.customer === id && !['canceled', 'incomplete_expired'].includes(one.status)).toReversed()),
  },
  invoice: {
    confirmation_secret: (account, { id }) => {
      const payment = account.all('invoice_payments').find((one) => one.invoice === id && one.status === 'open');
      return payment ? { client_secret: account.get('payment_intents', payment.payment.payment_intent).client_secret, type: 'payment_intent' } : null;
    },
    payments: (account, { id }) => list(`/v1/invoice_payments?invoice=${id}`, account.all('invoice_payments').filter((one) => one.invoice === id).toReversed()),
  },
  item: {
    discounts: (account, { id }) => account.get('line_item_details', id)?.discounts ?? [],
    taxes: (account, { id }) => account.get('line_item_details', id)?.taxes ?? [],
  },
  'tax.calculation': {
    line_items: (account, { id }) => list(`/v1/tax/calculations/${id}/line_items`, account.get('tax_calculation_items', id).items),
  },
};

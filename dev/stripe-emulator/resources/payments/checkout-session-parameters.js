import {
  choice, currency, email, flag, hash, integer, listOf, metadata, required, text, url,
} from '../../http/parameters.js';
import { recurring } from '../catalogue/prices.js';

const paymentMethodType = choice('card', 'sepa_debit');

const lineItem = hash({
  price: text(),
  price_data: hash({
    currency: required(currency()),
    product: text(),
    product_data: hash({
      description: text(),
      images: listOf(url(), { maximum: 8 }),
      metadata: metadata(),
      name: required(text()),
      tax_code: text(),
      unit_label: text(),
    }),
    recurring: recurring(),
    tax_behavior: choice('exclusive', 'inclusive', 'unspecified'),
    unit_amount: required(integer({ minimum: 0 })),
  }),
  quantity: required(integer({ minimum: 1, maximum: 999_999 })),
});

/** What the emulator understands of a session; it refuses the rest, rather than ignore what a caller relies on. */
export const createParameters = {
  allow_promotion_codes: flag(),
  allowed_payment_method_types: listOf(paymentMethodType),
  automatic_tax: hash({ enabled: required(flag()) }),
  billing_address_collection: choice('auto', 'required'),
  cancel_url: url(),
  client_reference_id: text({ maximum: 200 }),
  customer: text(),
  customer_creation: choice('always', 'if_required'),
  customer_email: email(),
  customer_update: hash({ address: choice('auto', 'never'), name: choice('auto', 'never') }),
  discounts: listOf(hash({ coupon: text(), promotion_code: text() }), { maximum: 1 }),
  excluded_payment_method_types: listOf(text()),
  expires_at: integer(),
  invoice_creation: hash({ enabled: required(flag()) }),
  line_items: required(listOf(lineItem)),
  locale: text(),
  metadata: metadata(),
  mode: required(choice('payment', 'subscription')),
  payment_intent_data: hash({
    capture_method: choice('automatic', 'automatic_async'),
    description: text({ maximum: 1_000 }),
    metadata: metadata(),
    receipt_email: email(),
    statement_descriptor: text({ maximum: 22 }),
    statement_descriptor_suffix: text({ maximum: 22 }),
    transfer_group: text(),
  }),
  payment_method_collection: choice('always', 'if_required'),
  payment_method_types: listOf(paymentMethodType),
  phone_number_collection: hash({ enabled: required(flag()) }),
  submit_type: choice('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: hash({
    description: text({ maximum: 500 }),
    metadata: metadata(),
    trial_end: integer(),
    trial_period_days: integer({ minimum: 1, maximum: 730 }),
    trial_settings: hash({ end_behavior: required(hash({ missing_payment_method: required(choice('cancel', 'create_invoice')) })) }),
  }),
  success_url: required(url()),
  ui_mode: choice('hosted_page'),
};

export const updateParameters = { metadata: metadata() };

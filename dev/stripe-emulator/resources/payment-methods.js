import { newId } from '../ids.js';
import { findByPath } from './find.js';

export const paymentMethodRoutes = [
  { method: 'GET', path: '/v1/payment_methods/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'payment_methods', 'PaymentMethod', id) },
];

/** Stores the card or bank account of one payment; `details` as from test-instruments.js. */
export function createPaymentMethod(unit, { details, billing, customer = null }) {
  const { type } = details;
  return unit.account.put('payment_methods', {
    id: newId.paymentMethod(),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: { address: emptyAddress(), email: null, name: null, phone: null, tax_id: null, ...billing },
    [type]: details[type],
    created: unit.nowSeconds(),
    customer,
    livemode: false,
    metadata: {},
    type,
  });
}

export function emptyAddress() {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
}

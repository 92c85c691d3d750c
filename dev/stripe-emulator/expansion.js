import { invalidRequest } from './errors.js';

const MAXIMUM_DEPTH = 4;

/** Fields which hold an id, by the object that has them, and the collection they point into. */
const REFERENCES = {
  balance_transaction: { source: ['charges', 'refunds', 'transfers', 'transfer_reversals', 'disputes'] },
  charge: { balance_transaction: 'balance_transactions', customer: 'customers', payment_intent: 'payment_intents', source_transfer: 'transfers' },
  'checkout.session': { customer: 'customers', payment_intent: 'payment_intents' },
  dispute: { charge: 'charges', payment_intent: 'payment_intents' },
  payment_intent: { customer: 'customers', latest_charge: 'charges', payment_method: 'payment_methods' },
  payment_method: { customer: 'customers' },
  price: { product: 'products' },
  product: { default_price: 'prices' },
  refund: {
    balance_transaction: 'balance_transactions', charge: 'charges', failure_balance_transaction: 'balance_transactions', payment_intent: 'payment_intents',
  },
  transfer: { balance_transaction: 'balance_transactions', destination: 'accounts', source_transaction: 'charges' },
  transfer_reversal: { balance_transaction: 'balance_transactions', transfer: 'transfers' },
};

/** Sub-lists which an object only shows when they are asked for. */
const INCLUDED_ON_REQUEST = {
  'checkout.session': {
    line_items: (account, session) => ({
      object: 'list',
      data: account.get('session_line_items', session.id).items,
      has_more: false,
      url: `/v1/checkout/sessions/${session.id}/line_items`,
    }),
  },
  charge: {
    refunds: (account, charge) => ({
      object: 'list',
      data: account.all('refunds').filter((refund) => refund.charge === charge.id).toReversed(),
      has_more: false,
      url: `/v1/charges/${charge.id}/refunds`,
    }),
  },
};

/** Answers `object` with the objects named by `paths` (such as `latest_charge.balance_transaction`) in place of their ids. */
export function expand(account, object, paths = []) {
  return paths.reduce((result, path) => expandPath(account, result, path.split('.'), path), object);
}

function expandPath(account, object, [field, ...rest], path) {
  if (rest.length >= MAXIMUM_DEPTH) {
    throw invalidRequest(`You cannot expand more than ${MAXIMUM_DEPTH} levels of a property. Property: ${path}`, { param: 'expand' });
  }
  if (object.object === 'list') {
    if (field !== 'data') throw cannotExpand(path);
    return { ...object, data: object.data.map((item) => (rest.length ? expandPath(account, item, rest, path) : item)) };
  }

  const value = valueOf(account, object, field, path);
  const expanded = rest.length && isObject(value) ? expandPath(account, value, rest, path) : value;
  return { ...object, [field]: expanded };
}

function valueOf(account, object, field, path) {
  const current = object[field];
  if (isObject(current)) return current;

  const included = INCLUDED_ON_REQUEST[object.object]?.[field];
  if (included) return included(account, object);

  const collections = REFERENCES[object.object]?.[field];
  if (!collections) throw cannotExpand(path);
  if (current === null || current === undefined) return null;
  for (const collection of [collections].flat()) {
    const found = account.get(collection, current);
    if (found) return found;
  }
  return current;
}

function cannotExpand(path) {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

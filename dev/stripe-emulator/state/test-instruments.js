/* Stripe's published test cards, bank accounts and payment method ids, and what becomes of a payment with them. */

const SUCCEEDS = { result: 'succeeded' };
const declines = (code, declineCode, message) => ({ result: 'declined', code, declineCode, message });

const GENERIC_DECLINE = declines('card_declined', 'generic_decline', 'Your card was declined.');
const INSUFFICIENT_FUNDS = declines('card_declined', 'insufficient_funds', 'Your card has insufficient funds.');
const NOT_A_TEST_CARD = declines('card_declined', 'test_mode_live_card', 'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.');

/** It can be saved, and then declines every charge. */
const FAILS_AFTER_SAVING = '4000000000000341';

const CARDS = {
  '4242424242424242': ['visa', SUCCEEDS],
  '4000056655665556': ['visa', SUCCEEDS],
  '4000000000000077': ['visa', SUCCEEDS],
  '5555555555554444': ['mastercard', SUCCEEDS],
  '378282246310005': ['amex', SUCCEEDS],
  '4000000000000259': ['visa', { ...SUCCEEDS, dispute: 'fraudulent' }],
  '4000000000002685': ['visa', { ...SUCCEEDS, dispute: 'product_not_received' }],
  '4000000000000002': ['visa', GENERIC_DECLINE],
  [FAILS_AFTER_SAVING]: ['visa', GENERIC_DECLINE, SUCCEEDS],
  '4000000000009995': ['visa', INSUFFICIENT_FUNDS],
  '4000000000009987': ['visa', declines('card_declined', 'lost_card', 'Your card was declined.')],
  '4000000000009979': ['visa', declines('card_declined', 'stolen_card', 'Your card was declined.')],
  '4000000000000069': ['visa', declines('expired_card', 'expired_card', 'Your card has expired.')],
  '4000000000000127': ['visa', declines('incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect.")],
  '4000000000000119': ['visa', declines('processing_error', 'processing_error', 'An error occurred while processing your card. Try again in a little bit.')],
};

const PAYMENT_METHOD_IDS = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_bypassPending: '4000000000000077',
  pm_card_createDispute: '4000000000000259',
  pm_card_chargeCustomerFail: FAILS_AFTER_SAVING,
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
};

export const DEFAULT_IBAN = 'AT321904300235473204';
const FAILING_IBANS = new Set(['AT861904300235473202', 'DE62370400440532013001']);

/** `{ details, outcome, setup }` of a card: in the shape of a payment method, what a charge leads to, and what saving it leads to. */
export function cardInstrument(number, expiryMonth, expiryYear) {
  const [brand, outcome, setup = outcome] = CARDS[number] ?? ['visa', NOT_A_TEST_CARD];
  return {
    details: {
      type: 'card',
      card: {
        brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
        country: 'US',
        display_brand: brand,
        exp_month: expiryMonth,
        exp_year: expiryYear,
        fingerprint: `fp${number.slice(-14)}`,
        funding: 'credit',
        generated_from: null,
        last4: number.slice(-4),
        networks: { available: [brand], preferred: null },
        regulated_status: 'unregulated',
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
    },
    outcome,
    setup,
  };
}

/** A direct debit: accepted at once, settled later. */
export function debitInstrument(iban) {
  return {
    details: {
      type: 'sepa_debit',
      sepa_debit: {
        bank_code: iban.slice(4, 9), branch_code: '', country: iban.slice(0, 2), fingerprint: `fp${iban.slice(-14)}`, generated_from: null, last4: iban.slice(-4),
      },
    },
    outcome: { result: 'processing', settlesAs: FAILING_IBANS.has(iban) ? 'failed' : 'succeeded' },
    setup: SUCCEEDS,
  };
}

/** The instrument behind one of Stripe's test ids such as `pm_card_visa`; null if there is none. */
export function instrumentOfTestId(id) {
  const number = Object.hasOwn(PAYMENT_METHOD_IDS, id) ? PAYMENT_METHOD_IDS[id] : null;
  return number && cardInstrument(number, 12, new Date().getFullYear() + 1);
}

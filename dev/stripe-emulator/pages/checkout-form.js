import { cardInstrument, debitInstrument, DEFAULT_IBAN } from '../test-instruments.js';

/** What a visitor sent: either a `problem` to show, or an instrument to charge and who pays. */
export class CheckoutForm {
  problem = null;
  instrument = null;

  constructor(session, fields) {
    const email = session.customer_email ?? fields.get('email')?.trim() ?? '';
    this.billing = { email, name: fields.get('name')?.trim() || null };
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) {
      this.problem = 'Your email address is incomplete.';
    } else if (session.amount_total > 0) {
      this.#readInstrument(session, fields);
    }
  }

  #readInstrument(session, fields) {
    const method = fields.get('payment_method') ?? session.payment_method_types[0];
    if (!session.payment_method_types.includes(method)) {
      this.problem = 'This payment method is not available.';
    } else if (method === 'sepa_debit') {
      this.#readDebit(fields);
    } else {
      this.#readCard(fields);
    }
  }

  #readDebit(fields) {
    const iban = fields.get('iban')?.replaceAll(/\s/g, '').toUpperCase() || DEFAULT_IBAN;
    if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) this.problem = 'Your IBAN is invalid.';
    else this.instrument = debitInstrument(iban);
  }

  #readCard(fields) {
    const number = (fields.get('card_number') ?? '').replaceAll(/[\s-]/g, '');
    const [, month, year] = /^(\d{1,2})\s*\/\s*(?:20)?(\d{2})$/.exec(fields.get('card_expiry')?.trim() ?? '') ?? [];
    if (!isCardNumber(number)) this.problem = 'Your card number is invalid.';
    else if (!isInFuture(Number(month), 2000 + Number(year))) this.problem = "Your card's expiration date is incomplete or in the past.";
    else if (!/^\d{3,4}$/.test(fields.get('card_cvc') ?? '')) this.problem = "Your card's security code is incomplete.";
    else this.instrument = cardInstrument(number, Number(month), 2000 + Number(year));
  }
}

function isCardNumber(number) {
  if (!/^\d{13,19}$/.test(number)) return false;
  const luhn = [...number].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return luhn % 10 === 0;
}

/** A card is good until the end of its month. */
function isInFuture(month, year) {
  return month >= 1 && month <= 12 && Date.UTC(year, month, 1) > Date.now();
}

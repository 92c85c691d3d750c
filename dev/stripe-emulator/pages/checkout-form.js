import { debitInstrument, DEFAULT_IBAN } from '../state/test-instruments.js';
import { readCard } from './card-fields.js';

/** What a visitor sent: either a `problem` to show, or who pays, and where they live, and with which promotion code. */
export class CheckoutForm {
  problem = null;
  instrument = null;

  /** `knownEmail` is that of the session or of its customer, which cannot be changed here. */
  constructor(session, fields, { knownEmail, needsAddress }) {
    const email = knownEmail ?? fields.get('email')?.trim() ?? '';
    this.address = readAddress(fields);
    this.billing = { email, name: fields.get('name')?.trim() || null, ...(this.address && { address: this.address }) };
    this.code = session.allow_promotion_codes ? fields.get('promotion_code')?.trim() || null : null;
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) this.problem = 'Your email address is incomplete.';
    else if (needsAddress && !this.address) this.problem = 'Your billing address is incomplete.';
  }

  /** Reads the card or bank account, once it is known that one is needed. */
  readInstrument(types, fields) {
    const method = fields.get('payment_method') ?? types[0];
    if (!types.includes(method)) {
      this.problem = 'This payment method is not available.';
    } else if (method === 'sepa_debit') {
      this.#readDebit(fields);
    } else {
      Object.assign(this, readCard(fields));
    }
  }

  #readDebit(fields) {
    const iban = fields.get('iban')?.replaceAll(/\s/g, '').toUpperCase() || DEFAULT_IBAN;
    if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) this.problem = 'Your IBAN is invalid.';
    else this.instrument = debitInstrument(iban);
  }
}

function readAddress(fields) {
  const country = fields.get('country')?.trim().toUpperCase() ?? '';
  if (!/^[A-Z]{2}$/.test(country)) return null;
  const text = (name) => fields.get(name)?.trim() || null;
  return { city: text('city'), country, line1: text('line1'), postal_code: text('postal_code') };
}

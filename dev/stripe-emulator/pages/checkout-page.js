import { StripeError } from '../http/errors.js';
import { formatAmount } from '../state/money.js';
import { needsInstrument, paySession } from '../resources/payments/checkout-payment.js';
import { applyCode, quoteSession } from '../resources/payments/checkout-quote.js';
import { CheckoutForm } from './checkout-form.js';
import { document, errorPage, escape } from './html.js';

const OVER = {
  complete: { status: 409, message: 'This order has already been paid or is on its way. You have not been charged again.' },
  expired: { status: 410, message: 'This checkout has expired. Go back to the shop to start again.' },
};

export class CheckoutPage {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  get(id) {
    return this.#withOpenSession(id, (open) => show(open));
  }

  /** The button `action=update` shows what a promotion code or an address does to the total; the other one pays. */
  post(fields, id) {
    return this.#withOpenSession(id, (open) => {
      const form = new CheckoutForm(open.session, fields, open);
      if (form.problem) return show(open, { problem: form.problem, fields, status: 400 });
      const problem = this.#quote(open, form);
      const quoted = this.#read(open.owner, open.account, id);
      if (problem) return show(quoted, { problem, fields, status: 400 });
      if (fields.get('action') === 'update') return show(quoted, { fields });

      if (needsInstrument(quoted.session)) form.readInstrument(quoted.session.payment_method_types, fields);
      if (form.problem) return show(quoted, { problem: form.problem, fields, status: 400 });
      const { session: paid, error } = this.#emulator.run(open.owner, (unit) => paySession(unit, id, form.instrument, form.billing));
      if (error) return show(quoted, { problem: error.message, fields, status: 402 });
      return { redirect: paid.success_url.replaceAll('{CHECKOUT_SESSION_ID}', id) };
    });
  }

  /** Answers what is wrong with the code or with the total, or null. */
  #quote({ owner, session }, { address, code }) {
    try {
      this.#emulator.run(owner, (unit) => {
        if (code) applyCode(unit, session.id, code);
        quoteSession(unit, session.id, { address });
      });
      return null;
    } catch (error) {
      if (error instanceof StripeError) return error.message;
      throw error;
    }
  }

  #withOpenSession(id, answer) {
    const found = this.#emulator.locate('checkout_sessions', id);
    if (!found) return { status: 404, html: errorPage('There is no such checkout.') };
    const open = this.#read(found.owner, found.account, id);
    const over = OVER[open.session.status];
    if (over) return { status: over.status, html: errorPage(over.message) };
    return answer(open);
  }

  #read(owner, account, id) {
    const session = account.get('checkout_sessions', id);
    const { customerUpdate, items, lines, subscription_data: data } = account.get('session_line_items', id);
    const customer = account.get('customers', session.customer);
    const isAddressKnown = customer?.address?.country && customerUpdate?.address !== 'auto';
    return {
      account,
      items,
      knownEmail: session.customer_email ?? customer?.email ?? null,
      needsAddress: session.billing_address_collection === 'required' || (session.automatic_tax.enabled && !isAddressKnown),
      owner,
      recurring: lines?.find(({ price }) => price.recurring)?.price.recurring ?? null,
      session,
      trialDays: data?.trial_period_days ?? null,
    };
  }
}

function show({ session, items, knownEmail, needsAddress, recurring, trialDays }, { problem = null, fields = new URLSearchParams(), status = 200 } = {}) {
  const total = formatAmount(session.amount_total, session.currency);
  const html = document(`Pay ${total}`, `
<h1>${escape(items.map((item) => item.description).join(', '))}</h1>
<p class="amount">${escape(total)}</p>
<ul>${items.map(itemLine).join('')}${totalLines(session)}</ul>
${recurring ? `<p class="note">Renews every ${escape(`${recurring.interval_count > 1 ? `${recurring.interval_count} ` : ''}${recurring.interval}`)} until canceled${trialDays ? `, after ${trialDays} days for nothing` : ''}.</p>` : ''}
${problem ? `<p class="error" role="alert">${escape(problem)}</p>` : ''}
<form method="post" novalidate>
  ${emailField(knownEmail, fields)}
  ${needsAddress ? addressFields(fields) : ''}
  ${session.allow_promotion_codes ? `<label>Promotion code<input name="promotion_code" value="${escape(fields.get('promotion_code'))}"></label>` : ''}
  ${needsInstrument(session) || session.allow_promotion_codes ? paymentFields(session, fields) : ''}
  <button type="submit">${session.amount_total > 0 ? `Pay ${escape(total)}` : 'Complete order'}</button>
  ${needsAddress || session.allow_promotion_codes ? '<p><button type="submit" name="action" value="update">Update total</button></p>' : ''}
</form>
${session.cancel_url ? `<p class="note"><a href="${escape(session.cancel_url)}">Back</a></p>` : ''}
<p class="note">Test cards: 4242 4242 4242 4242 is paid, 4000 0000 0000 0002 is declined, 4000 0000 0000 9995 has insufficient funds, 4000 0000 0000 0341 can be saved and is declined later.</p>`);
  return { status, html };
}

function totalLines({ currency, total_details: { amount_discount: discount, amount_tax: tax } }) {
  return [['Discount', -discount], ['Tax', tax]]
    .filter(([, amount]) => amount !== 0)
    .map(([label, amount]) => `<li><span>${label}</span><span>${escape(formatAmount(amount, currency))}</span></li>`).join('');
}

function addressFields(fields) {
  return `<div class="row">
    <label>Country<input name="country" maxlength="2" autocomplete="country" placeholder="DE" value="${escape(fields.get('country'))}"></label>
    <label>Postal code<input name="postal_code" autocomplete="postal-code" value="${escape(fields.get('postal_code'))}"></label>
  </div>`;
}

function itemLine({ description, quantity, amount_subtotal: amount, currency }) {
  const count = quantity > 1 ? ` × ${quantity}` : '';
  return `<li><span>${escape(description)}${count}</span><span>${escape(formatAmount(amount, currency))}</span></li>`;
}

function emailField(knownEmail, fields) {
  return `<label>Email<input type="email" name="email" autocomplete="email" value="${escape(knownEmail ?? fields.get('email'))}"${knownEmail ? ' readonly' : ''}></label>`;
}

function paymentFields(session, fields) {
  const types = session.payment_method_types;
  const chosen = types.includes(fields.get('payment_method')) ? fields.get('payment_method') : types[0];
  return `
  <fieldset>${types.map((type) => methodChoice(type, type === chosen)).join('')}</fieldset>
  ${types.includes('card') ? cardFields(fields) : ''}
  ${types.includes('sepa_debit') ? debitFields(fields) : ''}`;
}

function methodChoice(type, isChosen) {
  const label = type === 'card' ? 'Card' : 'SEPA direct debit (settles later)';
  return `<label><input type="radio" name="payment_method" value="${type}"${isChosen ? ' checked' : ''}> ${label}</label>`;
}

/** What stood in the card fields is not shown again, declined or not. */
function cardFields(fields) {
  return `<div class="card-only">
    <label>Card number<input name="card_number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242"></label>
    <div class="row">
      <label>Expiry<input name="card_expiry" autocomplete="cc-exp" placeholder="MM / YY"></label>
      <label>CVC<input name="card_cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123"></label>
    </div>
    <label>Name on card<input name="name" autocomplete="cc-name" value="${escape(fields.get('name'))}"></label>
  </div>`;
}

function debitFields(fields) {
  return `<div class="debit-only"><label>IBAN<input name="iban" placeholder="AT32 1904 3002 3547 3204" value="${escape(fields.get('iban'))}"></label></div>`;
}

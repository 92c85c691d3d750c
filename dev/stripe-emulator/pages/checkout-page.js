import { formatAmount } from '../money.js';
import { paySession } from '../resources/checkout-sessions.js';
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
    return this.#withOpenSession(id, ({ session, items }) => show(session, items));
  }

  post(fields, id) {
    return this.#withOpenSession(id, ({ session, items, owner }) => {
      const form = new CheckoutForm(session, fields);
      if (form.problem) return show(session, items, { problem: form.problem, fields, status: 400 });

      const { session: paid, error } = this.#emulator.run(owner, (unit) => paySession(unit, id, form.instrument, form.billing));
      if (error) return show(session, items, { problem: error.message, fields, status: 402 });
      return { redirect: paid.success_url.replaceAll('{CHECKOUT_SESSION_ID}', id) };
    });
  }

  #withOpenSession(id, answer) {
    const found = this.#emulator.locate('checkout_sessions', id);
    if (!found) return { status: 404, html: errorPage('There is no such checkout.') };
    const { owner, account } = found;
    const session = account.get('checkout_sessions', id);
    const over = OVER[session.status];
    if (over) return { status: over.status, html: errorPage(over.message) };
    return answer({ session, items: account.get('session_line_items', id).items, owner });
  }
}

function show(session, items, { problem = null, fields = new URLSearchParams(), status = 200 } = {}) {
  const total = formatAmount(session.amount_total, session.currency);
  const html = document(`Pay ${total}`, `
<h1>${escape(items.map((item) => item.description).join(', '))}</h1>
<p class="amount">${escape(total)}</p>
<ul>${items.map(itemLine).join('')}</ul>
${problem ? `<p class="error" role="alert">${escape(problem)}</p>` : ''}
<form method="post" novalidate>
  ${emailField(session, fields)}
  ${session.amount_total > 0 ? paymentFields(session, fields) : ''}
  <button type="submit">${session.amount_total > 0 ? `Pay ${escape(total)}` : 'Complete order'}</button>
</form>
${session.cancel_url ? `<p class="note"><a href="${escape(session.cancel_url)}">Back</a></p>` : ''}
<p class="note">Test cards: 4242 4242 4242 4242 is paid, 4000 0000 0000 0002 is declined, 4000 0000 0000 9995 has insufficient funds.</p>`);
  return { status, html };
}

function itemLine({ description, quantity, amount_total: amount, currency }) {
  const count = quantity > 1 ? ` × ${quantity}` : '';
  return `<li><span>${escape(description)}${count}</span><span>${escape(formatAmount(amount, currency))}</span></li>`;
}

function emailField(session, fields) {
  const email = fields.get('email') ?? session.customer_email ?? '';
  const locked = session.customer_email ? ' readonly' : '';
  return `<label>Email<input type="email" name="email" autocomplete="email" value="${escape(email)}"${locked}></label>`;
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

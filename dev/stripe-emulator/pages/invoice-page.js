import { collectInvoice } from '../billing/collection.js';
import { formatAmount } from '../state/money.js';
import { readCard } from './card-fields.js';
import { document, errorPage, escape } from './html.js';

/** What an invoice's `hosted_invoice_url` shows, with a form to pay one that is open. */
export class InvoicePage {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  get(id) {
    return this.#withInvoice(id, ({ invoice }) => show(invoice));
  }

  post(fields, id) {
    return this.#withInvoice(id, ({ owner, invoice }) => {
      if (invoice.status !== 'open') return { status: 409, html: errorPage('There is nothing to pay.') };
      const { instrument, problem } = readCard(fields);
      if (problem) return show(invoice, { problem, status: 400 });
      const { invoice: paid, error } = this.#emulator.run(owner, (unit) => collectInvoice(unit.inTimeOf(invoice.customer), id, { instrument }));
      return error ? show(paid, { problem: error.message, status: 402 }) : { redirect: paid.hosted_invoice_url };
    });
  }

  #withInvoice(id, answer) {
    const found = this.#emulator.locate('invoices', id);
    const invoice = found?.account.get('invoices', id);
    // A draft has no page yet.
    if (!invoice?.number) return { status: 404, html: errorPage('There is no such invoice.') };
    return answer({ owner: found.owner, invoice });
  }
}

function show(invoice, { problem = null, status = 200 } = {}) {
  const { amount_due: due, currency, lines, number, status: state } = invoice;
  const amount = (value) => escape(formatAmount(value, currency));
  const html = document(`Invoice ${number}`, `
<h1>Invoice ${escape(number)}</h1>
<p class="amount">${amount(due)}</p>
<p>${escape(state)}</p>
<ul>
  ${lines.data.map((line) => `<li><span>${escape(line.description)}</span><span>${amount(line.amount)}</span></li>`).join('')}
  <li><span>Total</span><span>${amount(invoice.total)}</span></li>
</ul>
${problem ? `<p class="error" role="alert">${escape(problem)}</p>` : ''}
${state === 'open' ? cardForm(amount(due)) : ''}`);
  return { status, html };
}

function cardForm(amount) {
  return `<form method="post" novalidate>
  <label>Card number<input name="card_number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242"></label>
  <div class="row">
    <label>Expiry<input name="card_expiry" autocomplete="cc-exp" placeholder="MM / YY"></label>
    <label>CVC<input name="card_cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123"></label>
  </div>
  <button type="submit">Pay ${amount}</button>
</form>`;
}

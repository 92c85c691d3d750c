import { formatAmount } from '../state/money.js';
import { document, errorPage, escape } from './html.js';

/** What a charge's `receipt_url` shows. */
export class ReceiptPage {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  get(chargeId) {
    const found = this.#emulator.locate('charges', chargeId);
    if (!found) return { status: 404, html: errorPage('There is no such receipt.') };
    return { status: 200, html: show(found.account.get('charges', chargeId)) };
  }
}

function show({ amount, amount_refunded: refunded, created, currency, description, id }) {
  return document('Receipt', `
<h1>Receipt</h1>
<p class="amount">${escape(formatAmount(amount, currency))}</p>
<ul>
  <li><span>Paid on</span><span>${new Date(created * 1_000).toISOString().slice(0, 10)}</span></li>
  <li><span>Charge</span><span>${escape(id)}</span></li>
  ${description ? `<li><span>For</span><span>${escape(description)}</span></li>` : ''}
  ${refunded > 0 ? `<li><span>Refunded</span><span>${escape(formatAmount(refunded, currency))}</span></li>` : ''}
</ul>`);
}

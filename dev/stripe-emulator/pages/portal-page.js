import { StripeError } from '../http/errors.js';
import { formatAmount } from '../state/money.js';
import { changeMethod, isOpen, setEnding } from '../resources/billing/billing-portal-sessions.js';
import { periodOf, recurringOf } from '../billing/subscription-object.js';
import { readCard } from './card-fields.js';
import { document, errorPage, escape } from './html.js';

/**
 * Where customers look after what they have subscribed to. Its forms post `action`: `cancel` and `resume` with a
 * `subscription`, or `payment_method` with the fields of a card.
 */
export class PortalPage {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  get(id) {
    return this.#withOpenSession(id, ({ session, account }) => show(session, account));
  }

  post(fields, id) {
    return this.#withOpenSession(id, ({ owner, session, account }) => {
      try {
        const problem = this.#emulator.run(owner, (unit) => act(unit, session, fields));
        return problem ? show(session, account, problem) : { redirect: afterwards(session) };
      } catch (error) {
        if (error instanceof StripeError) return show(session, account, { message: error.message, status: error.status });
        throw error;
      }
    });
  }

  #withOpenSession(id, answer) {
    const found = this.#emulator.locate('portal_sessions', id);
    if (!found) return { status: 404, html: errorPage('There is no such portal session.') };
    const session = found.account.get('portal_sessions', id);
    if (!isOpen(session)) return { status: 410, html: errorPage('This portal session has expired. Go back to the shop to open another.') };
    return answer({ ...found, session });
  }
}

/** Answers what is wrong, as `{ message, status }`, or null. */
function act(unit, session, fields) {
  const action = fields.get('action');
  if (action === 'cancel' || action === 'resume') {
    setEnding(unit, session, fields.get('subscription'), action === 'cancel');
    return null;
  }
  if (action !== 'payment_method') return { message: 'This page does not do that.', status: 400 };
  const { instrument, problem } = readCard(fields);
  if (problem) return { message: problem, status: 400 };
  const error = changeMethod(unit, session, instrument);
  return error && { message: error.message, status: 402 };
}

function afterwards({ flow, url }) {
  return flow?.after_completion.redirect?.return_url ?? url;
}

function show(session, account, { message = null, status = 200 } = {}) {
  const { customer, flow, return_url: returnUrl } = session;
  const subscriptions = account.all('subscriptions').filter((one) => one.customer === customer
    && one.status !== 'incomplete_expired' && (!flow?.subscription_cancel || one.id === flow.subscription_cancel.subscription));
  const invoices = account.all('invoices').filter((one) => one.customer === customer && one.number).toReversed();
  const html = document('Your subscriptions', `
<h1>Your subscriptions</h1>
${message ? `<p class="error" role="alert">${escape(message)}</p>` : ''}
${flow?.type === 'payment_method_update' ? '' : subscriptions.map((one) => subscriptionForm(account, one)).join('')}
${flow?.type === 'subscription_cancel' ? '' : methodForm(account, subscriptions)}
${flow ? '' : `<ul>${invoices.map(invoiceLine).join('')}</ul>`}
${returnUrl ? `<p class="note"><a href="${escape(returnUrl)}">Back</a></p>` : ''}
<p class="note">Test cards: 4242 4242 4242 4242 pays, 4000 0000 0000 0341 can be saved and declines every payment.</p>`);
  return { status, html };
}

function subscriptionForm(account, subscription) {
  const { cancel_at_period_end: ends, id, items, status } = subscription;
  const [{ price, quantity }] = items.data;
  const until = new Date(periodOf(subscription).end * 1_000).toISOString().slice(0, 10);
  const isOver = status === 'canceled';
  const [action, label] = ends ? ['resume', 'Do not cancel'] : ['cancel', 'Cancel subscription'];
  return `
<ul>
  <li><span>${escape(account.get('products', price.product).name)}</span><span>${escape(formatAmount(price.unit_amount * quantity, price.currency))} / ${escape(recurringOf(subscription).interval)}</span></li>
  <li><span>${escape(status)}</span><span>${isOver ? '' : `${ends ? 'ends' : 'renews'} on ${until}`}</span></li>
</ul>
${isOver ? '' : `<form method="post"><input type="hidden" name="subscription" value="${escape(id)}"><button type="submit" name="action" value="${action}">${label}</button></form>`}`;
}

function methodForm(account, subscriptions) {
  const current = account.get('payment_methods', subscriptions.find((one) => one.default_payment_method)?.default_payment_method);
  return `
<form method="post" novalidate>
  <p>${current?.card ? `You pay with the card that ends in ${escape(current.card.last4)}.` : 'You pay with no card yet.'}</p>
  <label>Card number<input name="card_number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242"></label>
  <div class="row">
    <label>Expiry<input name="card_expiry" autocomplete="cc-exp" placeholder="MM / YY"></label>
    <label>CVC<input name="card_cvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123"></label>
  </div>
  <button type="submit" name="action" value="payment_method">Change payment method</button>
</form>`;
}

function invoiceLine({ amount_due: due, currency, hosted_invoice_url: url, number, status }) {
  return `<li><span><a href="${escape(url)}">${escape(number)}</a> ${escape(status)}</span><span>${escape(formatAmount(due, currency))}</span></li>`;
}

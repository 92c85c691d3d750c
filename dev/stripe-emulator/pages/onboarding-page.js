import { isUsable, useLink } from '../resources/connect/account-links.js';
import { document, errorPage, escape } from './html.js';

/** Where an account link leads: one button does what Stripe's onboarding form would. */
export class OnboardingPage {
  #emulator;

  constructor(emulator) {
    this.#emulator = emulator;
  }

  get(accountId, token) {
    return this.#withUsableLink(accountId, token, () => ({ status: 200, html: show(accountId) }));
  }

  post(form, accountId, token) {
    return this.#withUsableLink(accountId, token, (owner) => {
      const link = this.#emulator.run(owner, (unit) => useLink(unit, token, readFacts(form)));
      return { redirect: link.return_url };
    });
  }

  #withUsableLink(accountId, token, answer) {
    const found = this.#emulator.locate('account_links', token);
    const link = found?.account.get('account_links', token);
    if (link?.account !== accountId || !found.account.get('accounts', accountId)) {
      return { status: 404, html: errorPage('There is no such onboarding.') };
    }
    // Stripe sends the visitor of a spent link back for a fresh one.
    return isUsable(link) ? answer(found.owner) : { redirect: link.refresh_url };
  }
}

function show(accountId) {
  return document('Set up payouts', `
<h1>Set up payouts</h1>
<p>This stands in for the form in which ${escape(accountId)} tells who they are and where to pay them.</p>
<form method="post">
  <label>Date of birth<input name="dob" type="date" placeholder="1902-01-01"></label>
  <label>ID number<input name="id_number" placeholder="222222222"></label>
  <label>Address<input name="address_line1" placeholder="address_full_match"></label>
  <label>Bank account or IBAN<input name="account_number" placeholder="000123456789"></label>
  <button type="submit">Complete onboarding</button>
</form>
<p class="note">Left empty, everything is in order. ID number 111111111 is refused, 000000000 takes a while;
bank account 000111111116 sends payouts back.</p>`);
}

/** Stripe's test values, as far as they were filled in. */
function readFacts(form) {
  const given = (name) => form.get(name)?.trim() || undefined;
  const number = given('account_number')?.replaceAll(/\s/g, '');
  const isIban = /^[A-Z]{2}/.test(number ?? '');
  return {
    address_line1: given('address_line1'),
    ...(number && { bank: isIban ? { account_number: number, country: number.slice(0, 2), currency: 'eur' } : { account_number: number, country: 'US', currency: 'usd', routing_number: '110000000' } }),
    dob: given('dob'),
    id_number: given('id_number'),
  };
}

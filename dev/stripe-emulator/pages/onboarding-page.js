import { isUsable, useLink } from '../resources/account-links.js';
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
      const link = this.#emulator.run(owner, (unit) => useLink(unit, token));
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
<form method="post"><button type="submit">Complete onboarding</button></form>`);
}

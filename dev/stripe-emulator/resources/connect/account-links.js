import { newId } from '../../state/ids.js';
import { choice, hash, required, text, url } from '../../http/parameters.js';
import { completeOnboarding } from './accounts.js';
import { findByParameter } from '../find.js';

const LIFETIME_SECONDS = 300;

const createParameters = {
  account: required(text()),
  collect: choice('currently_due', 'eventually_due'),
  collection_options: hash({ fields: choice('currently_due', 'eventually_due'), future_requirements: choice('include', 'omit') }),
  refresh_url: required(url()),
  return_url: required(url()),
  type: required(choice('account_onboarding', 'account_update')),
};

export const accountLinkRoutes = [
  { method: 'POST', path: '/v1/account_links', parameters: createParameters, handle: createAccountLink },
];

function createAccountLink(unit, { account: accountId, refresh_url: refreshUrl, return_url: returnUrl }) {
  findByParameter(unit, 'accounts', 'account', accountId, 'account');
  const link = unit.account.put('account_links', {
    id: newId.accountLinkToken(), account: accountId, created: unit.nowSeconds(), refresh_url: refreshUrl, return_url: returnUrl, used: false,
  });
  return {
    object: 'account_link',
    created: link.created,
    expires_at: link.created + LIFETIME_SECONDS,
    url: `${unit.publicUrl}/setup/e/${accountId}/${link.id}`,
  };
}

/** A link is good for minutes and for one onboarding. */
export function isUsable(link) {
  return !link.used && Date.now() / 1_000 < link.created + LIFETIME_SECONDS;
}

export function useLink(unit, token, facts) {
  const link = unit.account.update('account_links', token, { used: true });
  completeOnboarding(unit, link.account, facts);
  return link;
}

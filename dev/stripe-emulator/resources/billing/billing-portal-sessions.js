import { changeSubscription, liveSubscriptions } from '../../billing/lifecycle.js';
import { hasEnded } from '../../billing/subscription-object.js';
import { invalidRequest } from '../../http/errors.js';
import { newId } from '../../state/ids.js';
import { choice, hash, required, text, url } from '../../http/parameters.js';
import { setDefaultMethod } from '../customers.js';
import { findByParameter } from '../find.js';
import { attachMethod, createPaymentMethod, setupError } from '../payments/payment-methods.js';
import { cancellationChanges } from './subscriptions.js';

const LIFETIME_SECONDS = 60 * 60;

const createParameters = {
  customer: required(text()),
  flow_data: hash({
    after_completion: hash({
      hosted_confirmation: hash({ custom_message: text({ maximum: 500 }) }),
      redirect: hash({ return_url: required(url()) }),
      type: required(choice('hosted_confirmation', 'portal_homepage', 'redirect')),
    }),
    subscription_cancel: hash({ subscription: required(text()) }),
    type: required(choice('payment_method_update', 'subscription_cancel')),
  }),
  locale: text(),
  return_url: url(),
};

export const billingPortalSessionRoutes = [
  { method: 'POST', path: '/v1/billing_portal/sessions', parameters: createParameters, handle: createPortalSession },
];

function createPortalSession(unit, { customer, flow_data: flow, locale = null, return_url: returnUrl = null }) {
  findByParameter(unit, 'customers', 'customer', customer, 'customer');
  if (flow?.type === 'subscription_cancel') checkCancelable(unit, flow.subscription_cancel?.subscription, customer);
  const id = newId.portalSession();
  const session = unit.account.put('portal_sessions', {
    id,
    object: 'billing_portal.session',
    configuration: 'bpc_1EmulatorsDefault',
    created: unit.nowSeconds(),
    customer,
    customer_account: null,
    flow: flow ? describeFlow(flow) : null,
    livemode: false,
    locale,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${unit.publicUrl}/p/session/${id}`,
  });
  unit.emit('billing_portal.session.created', session);
  return session;
}

function checkCancelable(unit, id, customer) {
  const param = 'flow_data[subscription_cancel][subscription]';
  if (!id) throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  const subscription = findByParameter(unit, 'subscriptions', 'subscription', id, param);
  if (subscription.customer !== customer || hasEnded(subscription) || subscription.cancel_at_period_end) {
    throw invalidRequest(`The subscription ${id} cannot be canceled in this portal session.`, { param });
  }
}

function describeFlow({ after_completion: after = { type: 'portal_homepage' }, subscription_cancel: cancel, type }) {
  return {
    after_completion: {
      hosted_confirmation: after.type === 'hosted_confirmation' ? { custom_message: after.hosted_confirmation?.custom_message ?? null } : null,
      redirect: after.type === 'redirect' ? after.redirect : null,
      type: after.type,
    },
    customer_update: null,
    subscription_cancel: cancel ? { retention: null, subscription: cancel.subscription } : null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type,
  };
}

export function isOpen(session) {
  return Date.now() / 1_000 < session.created + LIFETIME_SECONDS;
}

/** What the customer does on the page: lets a subscription end with its period, or go on after all. */
export function setEnding(requestUnit, session, subscriptionId, ends) {
  const subscription = requestUnit.account.get('subscriptions', subscriptionId);
  if (subscription?.customer !== session.customer || hasEnded(subscription)) {
    throw invalidRequest('There is no such subscription.', { code: 'resource_missing', status: 404 });
  }
  const unit = requestUnit.inTimeOf(session.customer);
  return changeSubscription(unit, subscriptionId, cancellationChanges(unit, subscription, { cancel_at_period_end: ends }));
}

/** Pays from now on with another card; answers the decline of one that cannot be saved, or null. */
export function changeMethod(requestUnit, session, instrument) {
  const error = setupError(instrument);
  if (error) return error;
  const unit = requestUnit.inTimeOf(session.customer);
  const customer = unit.account.get('customers', session.customer);
  const method = createPaymentMethod(unit, { instrument, billing: { email: customer.email, name: customer.name } });
  attachMethod(unit, method, customer.id);
  setDefaultMethod(unit, customer, method.id);
  for (const { id } of liveSubscriptions(unit, customer.id)) changeSubscription(unit, id, { default_payment_method: method.id });
  return null;
}

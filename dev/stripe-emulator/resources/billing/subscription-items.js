import { page } from '../../http/lists.js';
import { pageParameters, required, text } from '../../http/parameters.js';
import { notFound } from '../../http/errors.js';
import { findByParameter } from '../find.js';

const listParameters = { ...pageParameters, subscription: required(text()) };

export const subscriptionItemRoutes = [
  { method: 'GET', path: '/v1/subscription_items', parameters: listParameters, handle: listItems },
  { method: 'GET', path: '/v1/subscription_items/:id', parameters: {}, handle: retrieveItem },
];

function listItems(unit, { subscription: id, ...paging }) {
  const subscription = findByParameter(unit, 'subscriptions', 'subscription', id, 'subscription');
  // Items are listed in their order, and `page` answers the newest first.
  return page('/v1/subscription_items', subscription.items.data.toReversed(), paging);
}

function retrieveItem(unit, parameters, id) {
  const item = unit.account.all('subscriptions').flatMap((subscription) => subscription.items.data).find((one) => one.id === id);
  if (!item) throw notFound('subscription_item', id);
  return item;
}

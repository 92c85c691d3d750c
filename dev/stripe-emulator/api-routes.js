import { accountRoutes } from './resources/accounts.js';
import { accountLinkRoutes } from './resources/account-links.js';
import { balanceRoutes } from './resources/balance.js';
import { chargeRoutes } from './resources/charges.js';
import { checkoutSessionRoutes } from './resources/checkout-sessions.js';
import { customerRoutes } from './resources/customers.js';
import { disputeRoutes } from './resources/disputes.js';
import { eventRoutes } from './resources/events.js';
import { paymentIntentRoutes } from './resources/payment-intents.js';
import { paymentMethodRoutes } from './resources/payment-methods.js';
import { priceRoutes } from './resources/prices.js';
import { productRoutes } from './resources/products.js';
import { refundRoutes } from './resources/refunds.js';
import { transferRoutes } from './resources/transfers.js';
import { transferReversalRoutes } from './resources/transfer-reversals.js';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.js';

export const apiRoutes = [
  ...accountRoutes,
  ...accountLinkRoutes,
  ...balanceRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...refundRoutes,
  ...transferRoutes,
  ...transferReversalRoutes,
  ...webhookEndpointRoutes,
];

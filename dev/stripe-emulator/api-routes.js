import { accountLinkRoutes } from './resources/account-links.js';
import { accountRoutes } from './resources/accounts.js';
import { balanceRoutes } from './resources/balance.js';
import { billingPortalSessionRoutes } from './resources/billing-portal-sessions.js';
import { chargeRoutes } from './resources/charges.js';
import { checkoutSessionRoutes } from './resources/checkout-sessions.js';
import { couponRoutes } from './resources/coupons.js';
import { customerRoutes } from './resources/customers.js';
import { disputeRoutes } from './resources/disputes.js';
import { eventRoutes } from './resources/events.js';
import { externalAccountRoutes } from './resources/external-accounts.js';
import { invoiceItemRoutes } from './resources/invoice-items.js';
import { invoicePaymentRoutes } from './resources/invoice-payments.js';
import { invoicePreviewRoutes } from './resources/invoice-preview.js';
import { invoiceRoutes } from './resources/invoices.js';
import { paymentIntentRoutes } from './resources/payment-intents.js';
import { paymentMethodRoutes } from './resources/payment-methods.js';
import { payoutRoutes } from './resources/payouts.js';
import { priceRoutes } from './resources/prices.js';
import { productRoutes } from './resources/products.js';
import { promotionCodeRoutes } from './resources/promotion-codes.js';
import { refundRoutes } from './resources/refunds.js';
import { subscriptionItemRoutes } from './resources/subscription-items.js';
import { subscriptionRoutes } from './resources/subscriptions.js';
import { taxCalculationRoutes } from './resources/tax-calculations.js';
import { taxRateRoutes } from './resources/tax-rates.js';
import { testClockRoutes } from './resources/test-clocks.js';
import { transferReversalRoutes } from './resources/transfer-reversals.js';
import { transferRoutes } from './resources/transfers.js';
import { webhookEndpointRoutes } from './resources/webhook-endpoints.js';

export const apiRoutes = [
  ...accountLinkRoutes,
  ...accountRoutes,
  ...balanceRoutes,
  ...billingPortalSessionRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...couponRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...externalAccountRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...invoicePreviewRoutes,
  ...invoiceRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...payoutRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...promotionCodeRoutes,
  ...refundRoutes,
  ...subscriptionItemRoutes,
  ...subscriptionRoutes,
  ...taxCalculationRoutes,
  ...taxRateRoutes,
  ...testClockRoutes,
  ...transferReversalRoutes,
  ...transferRoutes,
  ...webhookEndpointRoutes,
];

import { accountLinkRoutes } from '../resources/connect/account-links.js';
import { accountRoutes } from '../resources/connect/accounts.js';
import { balanceRoutes } from '../resources/connect/balance.js';
import { billingPortalSessionRoutes } from '../resources/billing/billing-portal-sessions.js';
import { chargeRoutes } from '../resources/payments/charges.js';
import { checkoutSessionRoutes } from '../resources/payments/checkout-sessions.js';
import { couponRoutes } from '../resources/catalogue/coupons.js';
import { customerRoutes } from '../resources/customers.js';
import { disputeRoutes } from '../resources/payments/disputes.js';
import { eventRoutes } from '../resources/events.js';
import { externalAccountRoutes } from '../resources/connect/external-accounts.js';
import { invoiceItemRoutes } from '../resources/billing/invoice-items.js';
import { invoicePaymentRoutes } from '../resources/billing/invoice-payments.js';
import { invoicePreviewRoutes } from '../resources/billing/invoice-preview.js';
import { invoiceRoutes } from '../resources/billing/invoices.js';
import { paymentIntentRoutes } from '../resources/payments/payment-intents.js';
import { paymentMethodRoutes } from '../resources/payments/payment-methods.js';
import { payoutRoutes } from '../resources/connect/payouts.js';
import { priceRoutes } from '../resources/catalogue/prices.js';
import { productRoutes } from '../resources/catalogue/products.js';
import { promotionCodeRoutes } from '../resources/catalogue/promotion-codes.js';
import { refundRoutes } from '../resources/payments/refunds.js';
import { subscriptionItemRoutes } from '../resources/billing/subscription-items.js';
import { subscriptionRoutes } from '../resources/billing/subscriptions.js';
import { taxCalculationRoutes } from '../resources/catalogue/tax-calculations.js';
import { taxRateRoutes } from '../resources/catalogue/tax-rates.js';
import { testClockRoutes } from '../resources/billing/test-clocks.js';
import { transferReversalRoutes } from '../resources/connect/transfer-reversals.js';
import { transferRoutes } from '../resources/connect/transfers.js';
import { webhookEndpointRoutes } from '../resources/webhook-endpoints.js';

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

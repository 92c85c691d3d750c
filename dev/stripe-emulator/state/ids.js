import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function randomText(length) {
  let text = '';
  for (let i = 0; i < length; i += 1) text += ALPHABET[randomInt(ALPHABET.length)];
  return text;
}

/** Ids have the prefixes and lengths of Stripe's own, because callers store them in columns sized after those. */
export const newId = {
  account: () => `acct_1${randomText(15)}`,
  accountLinkToken: () => randomText(24),
  balanceTransaction: () => `txn_3${randomText(23)}`,
  bankAccount: () => `ba_1${randomText(23)}`,
  charge: () => `ch_3${randomText(23)}`,
  checkoutSession: () => `cs_test_a1${randomText(56)}`,
  coupon: () => randomText(8),
  customer: () => `cus_${randomText(14)}`,
  delivery: () => `delivery_${randomText(20)}`,
  destinationPayment: () => `py_1${randomText(23)}`,
  discount: () => `di_1${randomText(23)}`,
  dispute: () => `du_1${randomText(23)}`,
  event: () => `evt_1${randomText(23)}`,
  invoice: () => `in_1${randomText(23)}`,
  invoiceItem: () => `ii_1${randomText(23)}`,
  invoiceLine: () => `il_1${randomText(23)}`,
  invoicePayment: () => `inpay_1${randomText(23)}`,
  lineItem: () => `li_1${randomText(23)}`,
  paymentIntent: () => `pi_3${randomText(23)}`,
  paymentMethod: () => `pm_1${randomText(23)}`,
  payout: () => `po_1${randomText(23)}`,
  portalSession: () => `bps_1${randomText(23)}`,
  price: () => `price_1${randomText(23)}`,
  product: () => `prod_${randomText(14)}`,
  promotionCode: () => `promo_1${randomText(23)}`,
  refund: () => `re_3${randomText(23)}`,
  request: () => `req_${randomText(14)}`,
  subscription: () => `sub_1${randomText(23)}`,
  subscriptionItem: () => `si_${randomText(14)}`,
  task: () => `task_${randomText(20)}`,
  taxCalculation: () => `taxcalc_1${randomText(23)}`,
  taxCalculationItem: () => `tax_li_${randomText(14)}`,
  taxRate: () => `txr_1${randomText(23)}`,
  testClock: () => `clock_1${randomText(23)}`,
  transfer: () => `tr_1${randomText(23)}`,
  transferReversal: () => `trr_1${randomText(23)}`,
  webhookEndpoint: () => `we_1${randomText(23)}`,
  webhookSecret: () => `whsec_${randomText(32)}`,
};

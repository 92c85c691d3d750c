import { createdWithin, page } from '../../http/lists.js';
import { choice, hash, pageParameters, required, text, timeRange } from '../../http/parameters.js';
import { findByPath } from '../find.js';

const listParameters = {
  ...pageParameters,
  created: timeRange(),
  invoice: text(),
  payment: hash({ payment_intent: text(), type: required(choice('payment_intent')) }),
  status: choice('canceled', 'open', 'paid'),
};

export const invoicePaymentRoutes = [
  { method: 'GET', path: '/v1/invoice_payments', parameters: listParameters, handle: listPayments },
  { method: 'GET', path: '/v1/invoice_payments/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'invoice_payments', 'invoice payment', id) },
];

function listPayments(unit, { created, invoice, payment, status, ...paging }) {
  const isWanted = createdWithin(created);
  const payments = unit.account.all('invoice_payments').filter((one) => isWanted(one)
    && (!invoice || one.invoice === invoice)
    && (!payment?.payment_intent || one.payment.payment_intent === payment.payment_intent)
    && (!status || one.status === status));
  return page('/v1/invoice_payments', payments, paging);
}

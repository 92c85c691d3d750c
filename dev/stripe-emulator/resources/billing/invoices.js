import { collectInvoice, finalizeInvoice, intentOf, markPaid, voidInvoice } from '../../billing/collection.js';
import { invalidRequest, StripeError } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, flag, mergeMetadata, metadata, pageParameters, text, timeRange } from '../../http/parameters.js';
import { findByPath } from '../find.js';
import { instrumentOf } from '../payments/payment-methods.js';

const listParameters = {
  ...pageParameters,
  collection_method: choice('charge_automatically', 'send_invoice'),
  created: timeRange(),
  customer: text(),
  status: choice('draft', 'open', 'paid', 'uncollectible', 'void'),
  subscription: text(),
};
const updateParameters = { auto_advance: flag(), default_payment_method: text(), description: text({ clearable: true }), metadata: metadata() };
const payParameters = { off_session: flag(), paid_out_of_band: flag(), payment_method: text() };

export const invoiceRoutes = [
  { method: 'GET', path: '/v1/invoices', parameters: listParameters, handle: listInvoices },
  { method: 'GET', path: '/v1/invoices/:id', parameters: {}, handle: (unit, parameters, id) => findInvoice(unit, id) },
  { method: 'POST', path: '/v1/invoices/:id', parameters: updateParameters, handle: updateInvoice },
  { method: 'GET', path: '/v1/invoices/:id/lines', parameters: pageParameters, handle: listLines },
  { method: 'POST', path: '/v1/invoices/:id/finalize', parameters: { auto_advance: flag() }, handle: finalizeByRequest },
  { method: 'POST', path: '/v1/invoices/:id/pay', parameters: payParameters, handle: payInvoice },
  { method: 'POST', path: '/v1/invoices/:id/void', parameters: {}, handle: voidByRequest },
];

function finalizeByRequest(requestUnit, { auto_advance: autoAdvance }, id) {
  const unit = timeOf(requestUnit, id);
  if (findInvoice(unit, id).status !== 'draft') throw alreadyFinalized('This invoice is already finalized, you can\'t re-finalize a non-draft invoice.');
  const open = finalizeInvoice(unit, id);
  if (open.amount_due === 0) return markPaid(unit, id);
  return autoAdvance === undefined ? open : unit.account.update('invoices', id, { auto_advance: autoAdvance });
}

/** A draft is finalized by paying it. A decline is recorded as an attempt, and only the answer is an error. */
function payInvoice(requestUnit, { paid_out_of_band: outOfBand, payment_method: methodId }, id) {
  const unit = timeOf(requestUnit, id);
  const { status } = findInvoice(unit, id);
  if (status === 'paid') throw invalidRequest('Invoice is already paid', { code: 'invoice_already_paid' });
  if (status !== 'draft' && status !== 'open') throw invalidRequest(`Invoices with a status of ${status} cannot be paid.`);
  const instrument = methodId ? instrumentOf(unit, methodId) : undefined;
  if (instrument === null) throw invalidRequest(`No such PaymentMethod: '${methodId}'`, { code: 'resource_missing', param: 'payment_method' });
  if (status === 'draft') finalizeInvoice(unit, id);
  if (outOfBand) return markPaid(unit, id, { outOfBand });
  if (unit.account.get('payment_intents', intentOf(unit, id))?.status === 'processing') throw invalidRequest('This invoice has a payment that is still processing.', { code: 'payment_intent_unexpected_state' });
  const { invoice, error } = collectInvoice(unit, id, { instrument });
  if (error) throw new StripeError(error.type === 'card_error' ? 402 : 400, error, { keepsWrites: true });
  return invoice;
}

function voidByRequest(requestUnit, parameters, id) {
  const unit = timeOf(requestUnit, id);
  if (findInvoice(unit, id).status !== 'open') {
    throw invalidRequest('You can only pass in open invoices. This invoice isn\'t open.', { code: 'status_transition_invalid' });
  }
  return voidInvoice(unit, id);
}

function updateInvoice(requestUnit, { metadata: given, ...fields }, id) {
  const unit = timeOf(requestUnit, id);
  const before = findInvoice(unit, id);
  if (before.status !== 'draft' && (fields.description !== undefined)) throw alreadyFinalized('Finalized invoices can\'t be updated in this way');
  const invoice = unit.account.update('invoices', id, { ...fields, metadata: mergeMetadata(before.metadata, given) });
  unit.emit('invoice.updated', invoice, changedAttributes(before, invoice));
  return invoice;
}

function timeOf(unit, id) {
  return unit.inTimeOf(findInvoice(unit, id).customer);
}

function findInvoice(unit, id) {
  return findByPath(unit, 'invoices', 'invoice', id);
}

function alreadyFinalized(message) {
  return invalidRequest(message, { code: 'invoice_not_editable' });
}

function listInvoices(unit, { collection_method: method, created, customer, status, subscription, ...paging }) {
  const isWanted = createdWithin(created);
  const invoices = unit.account.all('invoices').filter((invoice) => isWanted(invoice)
    && (!method || invoice.collection_method === method)
    && (!customer || invoice.customer === customer)
    && (!status || invoice.status === status)
    && (!subscription || invoice.parent?.subscription_details.subscription === subscription));
  return page('/v1/invoices', invoices, paging);
}

function listLines(unit, paging, id) {
  // Lines are listed in their order, and `page` answers the newest first.
  return page(`/v1/invoices/${id}/lines`, findInvoice(unit, id).lines.data.toReversed(), paging);
}

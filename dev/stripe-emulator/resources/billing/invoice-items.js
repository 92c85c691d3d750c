import { invalidRequest } from '../../http/errors.js';
import { createdWithin, page } from '../../http/lists.js';
import { flag, pageParameters, text, timeRange } from '../../http/parameters.js';
import { findByPath } from '../find.js';

const listParameters = { ...pageParameters, created: timeRange(), customer: text(), invoice: text(), pending: flag() };

export const invoiceItemRoutes = [
  { method: 'GET', path: '/v1/invoiceitems', parameters: listParameters, handle: listItems },
  { method: 'GET', path: '/v1/invoiceitems/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'invoiceitems', 'invoice item', id) },
  { method: 'DELETE', path: '/v1/invoiceitems/:id', parameters: {}, handle: deleteItem },
];

function listItems(unit, { created, customer, invoice, pending, ...paging }) {
  const isWanted = createdWithin(created);
  const items = unit.account.all('invoiceitems').filter((item) => isWanted({ created: item.date })
    && (!customer || item.customer === customer)
    && (!invoice || item.invoice === invoice)
    && (pending === undefined || pending === (item.invoice === null)));
  return page('/v1/invoiceitems', items, paging);
}

function deleteItem(unit, parameters, id) {
  const item = findByPath(unit, 'invoiceitems', 'invoice item', id);
  if (item.invoice !== null) {
    throw invalidRequest('This invoice item is attached to an invoice and cannot be deleted.', { code: 'invoice_not_editable' });
  }
  unit.account.delete('invoiceitems', id);
  unit.emit('invoiceitem.deleted', item);
  return { id, object: 'invoiceitem', deleted: true };
}

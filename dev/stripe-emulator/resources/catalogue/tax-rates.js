import { page } from '../../http/lists.js';
import { flag, pageParameters } from '../../http/parameters.js';
import { findByPath } from '../find.js';

const listParameters = { ...pageParameters, active: flag(), inclusive: flag() };

/** The rates that automatic tax has used; see billing/tax.js. */
export const taxRateRoutes = [
  { method: 'GET', path: '/v1/tax_rates', parameters: listParameters, handle: listRates },
  { method: 'GET', path: '/v1/tax_rates/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'tax_rates', 'tax rate', id) },
];

function listRates(unit, { active, inclusive, ...paging }) {
  const rates = unit.account.all('tax_rates')
    .filter((rate) => (active === undefined || rate.active === active) && (inclusive === undefined || rate.inclusive === inclusive));
  return page('/v1/tax_rates', rates, paging);
}

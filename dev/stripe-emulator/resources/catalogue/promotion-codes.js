import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId, randomText } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, currency, flag, hash, integer, mergeMetadata, metadata, pageParameters, required, text, timeRange } from '../../http/parameters.js';
import { current } from './coupons.js';
import { findByParameter, findByPath } from '../find.js';

const createParameters = {
  active: flag(),
  code: text({ maximum: 500 }),
  customer: text(),
  expires_at: integer(),
  max_redemptions: integer({ minimum: 1 }),
  metadata: metadata(),
  promotion: required(hash({ coupon: required(text()), type: required(choice('coupon')) })),
  restrictions: hash({ first_time_transaction: flag(), minimum_amount: integer({ minimum: 1 }), minimum_amount_currency: currency() }),
};
const updateParameters = { active: flag(), metadata: metadata() };
const listParameters = { ...pageParameters, active: flag(), code: text(), coupon: text(), created: timeRange(), customer: text() };

export const promotionCodeRoutes = [
  { method: 'POST', path: '/v1/promotion_codes', parameters: createParameters, handle: createCode },
  { method: 'GET', path: '/v1/promotion_codes', parameters: listParameters, handle: listCodes },
  { method: 'GET', path: '/v1/promotion_codes/:id', parameters: {}, handle: (unit, parameters, id) => findByPath(unit, 'promotion_codes', 'promotion code', id) },
  { method: 'POST', path: '/v1/promotion_codes/:id', parameters: updateParameters, handle: updateCode },
];

function createCode(unit, { active = true, code = randomText(8).toUpperCase(), customer, metadata: given, promotion, restrictions = {}, ...fields }) {
  const coupon = findByParameter(unit, 'coupons', 'coupon', promotion.coupon, 'promotion[coupon]');
  findByParameter(unit, 'customers', 'customer', customer, 'customer');
  checkTerms(unit, coupon, fields, restrictions);
  if (!/^[\w-]+$/.test(code)) throw invalidRequest('Promotion codes may only contain letters, digits, dashes and underscores.', { param: 'code' });
  if (active && isTaken(unit, code)) throw invalidRequest(`An active promotion code with \`code: ${code}\` already exists.`, { code: 'resource_already_exists', param: 'code' });
  const created = unit.account.put('promotion_codes', {
    id: newId.promotionCode(),
    object: 'promotion_code',
    active,
    code,
    created: unit.nowSeconds(),
    customer: customer ?? null,
    customer_account: null,
    expires_at: null,
    livemode: false,
    max_redemptions: null,
    ...fields,
    metadata: mergeMetadata({}, given),
    promotion,
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null, ...restrictions },
    times_redeemed: 0,
  });
  unit.emit('promotion_code.created', created);
  return created;
}

function checkTerms(unit, coupon, { expires_at: expiresAt, max_redemptions: redemptions }, restrictions) {
  if (!current(unit, coupon).valid) throw invalidRequest(`Coupon ${coupon.id} is expired and cannot be applied.`, { code: 'coupon_expired', param: 'promotion[coupon]' });
  if (expiresAt !== undefined && expiresAt <= unit.nowSeconds()) throw invalidRequest('Expiration must be in the future.', { param: 'expires_at' });
  if (expiresAt !== undefined && coupon.redeem_by !== null && expiresAt > coupon.redeem_by) {
    throw invalidRequest("The promotion code cannot expire after its coupon's `redeem_by`.", { param: 'expires_at' });
  }
  if (redemptions !== undefined && coupon.max_redemptions !== null && redemptions > coupon.max_redemptions) {
    throw invalidRequest("`max_redemptions` cannot exceed the coupon's.", { param: 'max_redemptions' });
  }
  if ((restrictions.minimum_amount === undefined) !== (restrictions.minimum_amount_currency === undefined)) {
    throw invalidRequest('You must pass both minimum_amount and minimum_amount_currency.', { code: 'parameter_missing', param: 'restrictions[minimum_amount_currency]' });
  }
}

/** Codes are told apart without regard to case, among those which are active. */
function isTaken(unit, code) {
  return unit.account.all('promotion_codes').some((one) => one.active && one.code.toLowerCase() === code.toLowerCase());
}

function updateCode(unit, { active, metadata: given }, id) {
  const before = findByPath(unit, 'promotion_codes', 'promotion code', id);
  if (active && !before.active && (!unit.account.get('coupons', before.promotion.coupon)?.valid || isTaken(unit, before.code))) {
    throw invalidRequest('This promotion code cannot be activated again.', { param: 'active' });
  }
  const code = unit.account.update('promotion_codes', id, { ...(active !== undefined && { active }), metadata: mergeMetadata(before.metadata, given) });
  unit.emit('promotion_code.updated', code, changedAttributes(before, code));
  return code;
}

function listCodes(unit, { active, code, coupon, created, customer, ...paging }) {
  const isWanted = createdWithin(created);
  const codes = unit.account.all('promotion_codes').filter((one) => isWanted(one)
    && (active === undefined || one.active === active)
    && (!code || one.code.toLowerCase() === code.toLowerCase())
    && (!coupon || one.promotion.coupon === coupon)
    && (!customer || one.customer === customer));
  return page('/v1/promotion_codes', codes, paging);
}

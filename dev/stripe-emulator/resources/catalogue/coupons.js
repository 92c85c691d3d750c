import { invalidRequest } from '../../http/errors.js';
import { changedAttributes } from '../../webhooks/events.js';
import { newId } from '../../state/ids.js';
import { createdWithin, page } from '../../http/lists.js';
import { choice, currency, hash, integer, listOf, mergeMetadata, metadata, number, pageParameters, text, timeRange } from '../../http/parameters.js';
import { findByParameter, findByPath } from '../find.js';

const createParameters = {
  amount_off: integer({ minimum: 1 }),
  applies_to: hash({ products: listOf(text()) }),
  currency: currency(),
  duration: choice('forever', 'once', 'repeating'),
  duration_in_months: integer({ minimum: 1 }),
  id: text({ maximum: 200 }),
  max_redemptions: integer({ minimum: 1 }),
  metadata: metadata(),
  name: text({ maximum: 40 }),
  percent_off: number({ above: 0, maximum: 100 }),
  redeem_by: integer(),
};
const updateParameters = { metadata: metadata(), name: text({ maximum: 40 }) };
const listParameters = { ...pageParameters, created: timeRange() };

export const couponRoutes = [
  { method: 'POST', path: '/v1/coupons', parameters: createParameters, handle: createCoupon },
  { method: 'GET', path: '/v1/coupons', parameters: listParameters, handle: listCoupons },
  { method: 'GET', path: '/v1/coupons/:id', parameters: {}, handle: (unit, parameters, id) => current(unit, findByPath(unit, 'coupons', 'coupon', id)) },
  { method: 'POST', path: '/v1/coupons/:id', parameters: updateParameters, handle: updateCoupon },
  { method: 'DELETE', path: '/v1/coupons/:id', parameters: {}, handle: deleteCoupon },
];

function createCoupon(unit, { id = newId.coupon(), metadata: given, ...fields }) {
  checkTerms(unit, fields);
  if (unit.account.get('coupons', id)) throw invalidRequest('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
  const coupon = unit.account.put('coupons', {
    id,
    object: 'coupon',
    amount_off: null,
    created: unit.nowSeconds(),
    currency: null,
    duration: 'once',
    duration_in_months: null,
    livemode: false,
    max_redemptions: null,
    name: null,
    percent_off: null,
    redeem_by: null,
    ...fields,
    metadata: mergeMetadata({}, given),
    times_redeemed: 0,
    valid: true,
  });
  unit.emit('coupon.created', coupon);
  return coupon;
}

function checkTerms(unit, { amount_off: amount, currency: code, duration = 'once', duration_in_months: months, percent_off: percent, redeem_by: redeemBy }) {
  if ((amount === undefined) === (percent === undefined)) {
    throw invalidRequest('You must pass either percent_off or amount_off.', { code: 'parameter_missing', param: 'percent_off' });
  }
  if (amount !== undefined && !code) throw invalidRequest('Missing required param: currency.', { code: 'parameter_missing', param: 'currency' });
  if ((duration === 'repeating') !== (months !== undefined)) {
    throw invalidRequest('duration_in_months is required if, and only if, duration is repeating.', { code: 'parameter_missing', param: 'duration_in_months' });
  }
  if (redeemBy !== undefined && redeemBy <= unit.nowSeconds()) {
    throw invalidRequest('Redemption expiry must be in the future.', { param: 'redeem_by' });
  }
}

/** The discounts that a request gives, as `{ coupon, promotion_code }`, each of them redeemable by this customer. */
export function readDiscounts(unit, given = [], customerId = null) {
  return given.map(({ coupon: couponId, promotion_code: codeId }, index) => {
    if (!couponId === !codeId) {
      throw invalidRequest('You must specify one of coupon or promotion_code.', { code: 'parameter_missing', param: `discounts[${index}]` });
    }
    const code = findByParameter(unit, 'promotion_codes', 'promotion code', codeId, `discounts[${index}][promotion_code]`);
    const coupon = findByParameter(unit, 'coupons', 'coupon', couponId ?? code.promotion.coupon, `discounts[${index}][coupon]`);
    if (code) checkCode(unit, code, customerId, `discounts[${index}][promotion_code]`);
    if (!current(unit, coupon).valid) throw invalidRequest(`Coupon ${coupon.id} is expired and cannot be applied.`, { code: 'coupon_expired', param: `discounts[${index}][coupon]` });
    return { coupon, promotion_code: code };
  });
}

/** Refuses a code which this customer cannot use now. */
function checkCode(unit, code, customerId, param) {
  const isExpired = code.expires_at !== null && code.expires_at <= unit.nowSeconds();
  const isForeign = code.customer !== null && code.customer !== customerId;
  const isForFirst = code.restrictions.first_time_transaction && customerId !== null
    && unit.account.all('charges').some((charge) => charge.customer === customerId && charge.status === 'succeeded');
  if (!code.active || isExpired || isForeign || isForFirst) {
    throw invalidRequest(`This promotion code cannot be redeemed: ${code.code}`, { param });
  }
}

/** A coupon as it is now: one whose time is over is no longer valid. */
export function current(unit, coupon) {
  return coupon.redeem_by !== null && coupon.redeem_by <= unit.nowSeconds() ? { ...coupon, valid: false } : coupon;
}

function listCoupons(unit, { created, ...paging }) {
  return page('/v1/coupons', unit.account.all('coupons').filter(createdWithin(created)).map((coupon) => current(unit, coupon)), paging);
}

function updateCoupon(unit, { metadata: given, ...fields }, id) {
  const before = findByPath(unit, 'coupons', 'coupon', id);
  const coupon = unit.account.update('coupons', id, { ...fields, metadata: mergeMetadata(before.metadata, given) });
  unit.emit('coupon.updated', coupon, changedAttributes(before, coupon));
  return current(unit, coupon);
}

/** Nobody is given a deleted coupon any more; who has it keeps it. */
function deleteCoupon(unit, parameters, id) {
  const coupon = findByPath(unit, 'coupons', 'coupon', id);
  unit.account.put('deleted_coupons', { ...coupon, valid: false });
  unit.account.delete('coupons', id);
  for (const code of unit.account.all('promotion_codes').filter((one) => one.promotion.coupon === id && one.active)) {
    unit.account.update('promotion_codes', code.id, { active: false });
  }
  unit.emit('coupon.deleted', { ...coupon, valid: false });
  return { id, object: 'coupon', deleted: true };
}

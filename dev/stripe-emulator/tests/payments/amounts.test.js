import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

const item = (currency, amount) => [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'A course' } } }];
const sessionOf = (account, currency, amount) =>
  account.post('/v1/checkout/sessions', { mode: 'payment', success_url: 'https://school.test/', line_items: item(currency, amount) });

for (const [currency, minimum] of [['usd', 50], ['gbp', 30], ['jpy', 50], ['czk', 1_500], ['krw', 700], ['kwd', 160]]) {
  test(`${currency}: ${minimum} is the least that is charged`, async () => {
    const account = emulator.newAccount();
    const step = currency === 'kwd' ? 10 : 1;
    assert.equal((await sessionOf(account, currency, minimum)).status, 200);
    const { status, body } = await sessionOf(account, currency, minimum - step);
    assert.deepEqual([status, body.error.code], [400, 'amount_too_small']);
  });
}

test('eight digits are the most that is charged', async () => {
  const account = emulator.newAccount();
  assert.equal((await sessionOf(account, 'usd', 99_999_999)).status, 200);
  assert.equal((await sessionOf(account, 'usd', 100_000_000)).body.error.code, 'amount_too_large');
  assert.equal((await sessionOf(account, 'kwd', 100_000_000)).body.error.code, 'amount_too_large');
});

test('three-decimal amounts end in 0: charges, prices, refunds, transfers and reversals', async () => {
  const account = emulator.newAccount();
  const refused = ({ status, body }) => assert.deepEqual([status, body.error.type, /divisible by 10/.test(body.error.message)], [400, 'invalid_request_error', true]);
  refused(await sessionOf(account, 'kwd', 5_125));
  refused(await account.post('/v1/prices', { currency: 'kwd', unit_amount: 5_125, recurring: { interval: 'month' }, product_data: { name: 'A plan' } }));

  const charge = await account.paidCharge({ line_items: item('kwd', 50_000) });
  refused(await account.post('/v1/refunds', { charge: charge.id, amount: 1_001 }));
  assert.equal((await account.post('/v1/refunds', { charge: charge.id, amount: 1_000 })).status, 200);

  const destination = (await account.onboardedAccount()).id;
  refused(await account.post('/v1/transfers', { amount: 1_001, currency: 'kwd', destination }));
  const { body: transfer } = await account.post('/v1/transfers', { amount: 1_000, currency: 'kwd', destination });
  refused(await account.post(`/v1/transfers/${transfer.id}/reversals`, { amount: 5 }));
});

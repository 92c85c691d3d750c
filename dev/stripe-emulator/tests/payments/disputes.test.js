import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RunningEmulator } from '../support.js';

let emulator;
before(async () => { emulator = await RunningEmulator.start(); });
after(() => emulator.dispose());

/** A charge that its cardholder disputes at once. */
async function disputed(school, card = '4000000000000259') {
  await school.submitCheckout(await school.createSession(), { card_number: card });
  return (await school.get('/v1/disputes')).body.data[0];
}

test('some cards dispute what they paid', async () => {
  const school = emulator.newAccount();
  const dispute = await disputed(school, '4000000000002685');

  assert.equal(dispute.reason, 'product_not_received');
  assert.equal(dispute.status, 'needs_response');
  assert.equal(dispute.evidence.product_description, null);
  assert.equal(dispute.evidence_details.submission_method, 'not_submitted');
  assert.equal(dispute.payment_method_details.card.brand, 'visa');
});

test('evidence is staged, and submitted once', async () => {
  const school = emulator.newAccount();
  const { id } = await disputed(school);
  const update = (fields) => school.post(`/v1/disputes/${id}`, fields);

  const { body: staged } = await update({ evidence: { product_description: 'A course on weaving' }, submit: false, metadata: { case: '9' } });
  assert.equal(staged.status, 'needs_response');
  assert.equal(staged.evidence_details.has_evidence, true);
  assert.equal(staged.evidence_details.submission_count, 0);
  const { body: submitted } = await update({ evidence: { customer_name: 'Ada' }, submit: true });

  assert.equal(submitted.status, 'under_review');
  assert.equal(submitted.evidence.product_description, 'A course on weaving');
  assert.equal(submitted.evidence_details.submission_count, 1);
  assert.equal((await update({ evidence: { customer_name: 'Eve' } })).status, 400);
  assert.equal((await update({ evidence: { colour: 'red' } })).body.error.code, 'parameter_unknown');
  assert.equal((await school.eventTypes()).filter((type) => type === 'charge.dispute.updated').length, 2);
  await school.control('POST', `/disputes/${id}/close`, { outcome: 'won' });
  assert.equal((await school.get(`/v1/disputes/${id}`)).body.status, 'won');
});

for (const [evidence, outcome, balance] of [['winning_evidence', 'won', 4_825], ['losing_evidence', 'lost', -1_675]]) {
  test(`${evidence} makes it ${outcome}`, async () => {
    const school = emulator.newAccount();
    const { id } = await disputed(school);

    const { body } = await school.post(`/v1/disputes/${id}`, { evidence: { uncategorized_text: evidence } });

    assert.equal(body.status, outcome);
    assert.equal((await school.get('/v1/balance')).body.available[0].amount, balance);
    assert.equal((await school.eventTypes()).at(-1), 'charge.dispute.closed');
  });
}

test('a dispute is given up', async () => {
  const school = emulator.newAccount();
  const { id } = await disputed(school);

  assert.equal((await school.post(`/v1/disputes/${id}/close`)).body.status, 'lost');

  assert.equal((await school.post(`/v1/disputes/${id}/close`)).body.error.code, 'dispute_already_closed');
  assert.equal((await school.post(`/v1/disputes/${id}`, { evidence: { customer_name: 'Ada' } })).status, 400);
});

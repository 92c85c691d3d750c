import { finalizeDraft, retryInvoice, settleInvoice } from '../billing/collection.js';
import { expireIncomplete, renewSubscription, warnOfTrialEnd } from '../billing/lifecycle.js';
import { decideVerification } from '../resources/connect/accounts.js';
import { releaseFunds } from '../resources/connect/balance.js';
import { settleSession } from '../resources/payments/checkout-payment.js';
import { expireSession } from '../resources/payments/checkout-sessions.js';
import { payOutAutomatically, settlePayout } from '../resources/connect/payouts.js';
import { stepClock } from '../resources/billing/test-clocks.js';

const ACTIONS = {
  'account.verify': (unit, task) => decideVerification(unit, task.account, task.learned_at),
  'balance_transaction.release': (unit, task) => releaseFunds(unit, task.balance_transaction),
  'checkout_session.expire': (unit, task) => expireSession(unit, task.session),
  'checkout_session.settle': (unit, task) => settleSession(unit, task.session, task.outcome),
  'invoice.finalize': (unit, task) => finalizeDraft(unit, task.invoice),
  'invoice.retry': (unit, task) => retryInvoice(unit, task.invoice, task.attempt),
  'invoice.settle': (unit, task) => settleInvoice(unit, task.invoice, task.outcome),
  'payout.arrive': (unit, task) => settlePayout(unit, task.payout),
  'payout.automatic': payOutAutomatically,
  'subscription.expire': (unit, task) => expireIncomplete(unit, task.subscription),
  'subscription.renew': (unit, task) => renewSubscription(unit, task.subscription, task.period_end),
  'subscription.warn': (unit, task) => warnOfTrialEnd(unit, task.subscription, task.trial_end),
  'test_clock.step': (unit, task) => stepClock(unit, task.clock, performTask),
};

/** Does what a task is for. A task whose reason has gone meanwhile (a trial that was moved, say) does nothing. */
export function performTask(unit, task) {
  ACTIONS[task.kind](unit, task);
}

/*
 * What Stripe finds out about the person behind a connected account, from its published test values. Facts are
 * `{ id_number, dob, address_line1 }`, as texts.
 */

const NAMED_PERSON = 'individual';
const ID_NUMBERS = { '000000000': 'later', 222222222: 'now', 111111111: 'mismatch' };
const BIRTHDAYS = { '1901-01-01': 'later', '1902-01-01': 'now', '1900-01-01': 'listed' };
const ADDRESSES = { address_full_match: 'now', address_line1_no_match: 'mismatch', address_no_match: 'mismatch' };

const FAILURES = {
  id_number: { code: 'verification_failed_keyed_identity', reason: "The person's keyed-in identity information could not be verified. Correct any errors or upload a document that matches the identity fields (e.g., name and date of birth) entered.", requirement: `${NAMED_PERSON}.id_number` },
  dob: { code: 'verification_failed_keyed_identity', reason: "The person's date of birth could not be verified.", requirement: `${NAMED_PERSON}.dob` },
  address_line1: { code: 'verification_failed_residential_address', reason: 'We could not verify that the person resides at the provided address. The address must be a valid physical address where the individual resides and cannot be a P.O. Box.', requirement: `${NAMED_PERSON}.address.line1` },
};

/** What verification needs of an account before it can begin, of what it has not. */
function missingOf(account) {
  return [
    !account.business_type && 'business_type',
    !hasUsableBankAccount(account) && 'external_account',
    !account.tos_acceptance.date && 'tos_acceptance.date',
    !account.tos_acceptance.ip && 'tos_acceptance.ip',
  ].filter(Boolean);
}

/** `{ takesTime, failures, isListed }`; facts without a test value are believed. */
function verdictOn({ id_number: idNumber, dob, address_line1: line1 } = {}) {
  const found = { id_number: ID_NUMBERS[idNumber], dob: dob && (BIRTHDAYS[dob] ?? 'mismatch'), address_line1: ADDRESSES[line1] };
  return {
    failures: Object.keys(found).filter((name) => found[name] === 'mismatch').map((name) => FAILURES[name]),
    isListed: found.dob === 'listed',
    takesTime: Object.values(found).includes('later'),
  };
}

const NOTHING_DUE = {
  alternatives: [], current_deadline: null, currently_due: [], disabled_reason: null, errors: [], eventually_due: [], past_due: [], pending_verification: [],
};

export const nothingDue = () => NOTHING_DUE;

/** The requirements and what follows from them, for an account with these facts; `isDecided` once verification has had its time. */
export function standingOf(account, facts, isDecided) {
  const missing = missingOf(account);
  const { failures, isListed, takesTime } = verdictOn(facts);
  const isSubmitted = missing.every((name) => name === 'external_account');
  const isPending = isSubmitted && takesTime && !isDecided;
  const due = [...missing, ...(isSubmitted && !isPending ? failures.map(({ requirement }) => requirement) : [])];
  const isIdentified = isSubmitted && !isPending && failures.length === 0 && !isListed;
  const status = isIdentified ? 'active' : isPending ? 'pending' : 'inactive';
  return {
    capabilities: Object.fromEntries(Object.keys(account.capabilities).map((name) => [name, status])),
    charges_enabled: isIdentified,
    details_submitted: isSubmitted,
    payouts_enabled: isIdentified && missing.length === 0,
    requirements: {
      ...NOTHING_DUE,
      currently_due: due,
      disabled_reason: disabledReason({ isListed: isListed && isSubmitted && !isPending, isPending, due }),
      errors: isSubmitted && !isPending ? failures : [],
      eventually_due: due,
      past_due: due,
      pending_verification: isPending ? [`${NAMED_PERSON}.id_number`] : [],
    },
  };
}

function hasUsableBankAccount({ external_accounts: accounts }) {
  return accounts.data.some((one) => one.status !== 'errored');
}

function disabledReason({ isListed, isPending, due }) {
  if (isListed) return 'listed';
  if (due.length > 0) return 'requirements.past_due';
  return isPending ? 'requirements.pending_verification' : null;
}

import { cardInstrument } from '../state/test-instruments.js';

/** The card in a form's `card_number`, `card_expiry` and `card_cvc`: `{ instrument }`, or `{ problem }` to show. */
export function readCard(fields) {
  const number = (fields.get('card_number') ?? '').replaceAll(/[\s-]/g, '');
  const [, month, year] = /^(\d{1,2})\s*\/\s*(?:20)?(\d{2})$/.exec(fields.get('card_expiry')?.trim() ?? '') ?? [];
  if (!isCardNumber(number)) return { problem: 'Your card number is invalid.' };
  if (!isInFuture(Number(month), 2000 + Number(year))) return { problem: "Your card's expiration date is incomplete or in the past." };
  if (!/^\d{3,4}$/.test(fields.get('card_cvc') ?? '')) return { problem: "Your card's security code is incomplete." };
  return { problem: null, instrument: cardInstrument(number, Number(month), 2000 + Number(year)) };
}

function isCardNumber(number) {
  if (!/^\d{13,19}$/.test(number)) return false;
  const luhn = [...number].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  return luhn % 10 === 0;
}

/** A card is good until the end of its month. */
function isInFuture(month, year) {
  return month >= 1 && month <= 12 && Date.UTC(year, month, 1) > Date.now();
}

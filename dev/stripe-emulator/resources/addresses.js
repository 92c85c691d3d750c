import { hash, text } from '../http/parameters.js';

const line = text({ clearable: true });

export const addressParameters = hash({ city: line, country: line, line1: line, line2: line, postal_code: line, state: line });

export function emptyAddress() {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
}

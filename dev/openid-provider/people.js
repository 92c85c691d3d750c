import { createHash } from 'node:crypto';

/** Everybody who has signed in, as the claims about them; whoever signs in again with the same subject brings new claims. */
export class People {
  #bySubject = new Map();

  /** @param {URLSearchParams} form */
  signIn(form) {
    const email = form.get('email').trim();
    const subject = form.get('sub')?.trim() || subjectOf(email);
    const name = form.get('name')?.trim();
    const picture = form.get('picture')?.trim();
    this.#bySubject.set(subject, {
      sub: subject,
      email,
      email_verified: form.get('email_verified') === 'on',
      ...(name && { name }),
      ...(picture && { picture }),
    });
    return subject;
  }

  find(subject) {
    return this.#bySubject.get(subject);
  }
}

/** Google's subjects are numbers of 21 digits. */
export function subjectOf(email) {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return `1${(BigInt(`0x${digest}`) % 10n ** 20n).toString().padStart(20, '0')}`;
}

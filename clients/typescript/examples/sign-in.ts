import { readError, type School } from "../src/index.js";

/** @param askForCode Shows a field for the six digits of the authenticator app. */
export async function signIn(school: School, email: string, password: string, askForCode: () => Promise<string>): Promise<void> {
  const challenge = await school.session.signIn(email, password);
  if (challenge) {
    await school.session.answerSecondFactor(challenge, await askForCode());
  }
}

/** When a page has loaded: the browser may still have the session's cookie. */
export async function start(school: School, showHome: () => void, showSignIn: () => void): Promise<void> {
  school.session.onChange((user) => (user ? showHome() : showSignIn()));
  if (!(await school.session.restore())) {
    showSignIn();
  }
}

/** What to show when a sign-in fails. */
export function explainSignIn(error: unknown): string {
  const { reason, retryAfterMs } = readError(error);
  switch (reason) {
    case "CREDENTIALS_INVALID":
      return "The address or the password is wrong.";
    case "SECOND_FACTOR_INVALID":
      return "The code is wrong, or was used before.";
    case "TOO_MANY_ATTEMPTS":
    case "RATE_LIMITED":
      return `Please try again in ${Math.ceil((retryAfterMs ?? 0) / 1000)} seconds.`;
    default:
      return "The school cannot be reached.";
  }
}

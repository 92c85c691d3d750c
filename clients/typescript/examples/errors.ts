import { readError, type Fault } from "../src/index.js";

/** Texts of this page, in the language of its user. */
const texts: Partial<Record<Fault, string>> = {
  REQUIRED: "Please fill this in.",
  TOO_SHORT: "This is too short.",
  TOO_LONG: "This is too long.",
};

/** Puts each violation beside its field, and everything else below the form. */
export function showInForm(form: HTMLFormElement, error: unknown): void {
  const { violations, preconditions, reason, metadata } = readError(error);
  for (const { field, fault } of violations) {
    const input = form.elements.namedItem(field);
    if (input instanceof HTMLInputElement) {
      input.setCustomValidity(texts[fault] ?? "Please check this.");
    }
  }

  if (violations.length === 0) {
    // A fault of the server has a number, which helps to find it in the log.
    const summary = reason === "INTERNAL" ? `Something went wrong (${metadata["call_id"]}).` : [reason, ...preconditions].join("\n");
    form.querySelector("output")?.replaceChildren(summary);
  }
}

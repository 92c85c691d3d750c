import { readError } from "../src/index.js";

/** Puts each violation beside its field, and everything else above the form. */
export function showInForm(form: HTMLFormElement, error: unknown): void {
  const { violations, preconditions, reason, metadata } = readError(error);
  for (const { field, description } of violations) {
    const input = form.elements.namedItem(field);
    if (input instanceof HTMLInputElement) {
      input.setCustomValidity(description);
    }
  }

  if (violations.length === 0) {
    // A fault of the server has no reason, and a number to look for in its log.
    const summary = reason === "" && metadata["call_id"] ? `Something went wrong (${metadata["call_id"]}).` : [reason, ...preconditions].join("\n");
    form.querySelector("output")?.replaceChildren(summary);
  }
}

import { StripeError } from '../http/errors.js';
import { readBody } from '../http/http-body.js';
import { CheckoutPage } from './checkout-page.js';
import { errorPage } from './html.js';
import { InvoicePage } from './invoice-page.js';
import { OnboardingPage } from './onboarding-page.js';
import { PortalPage } from './portal-page.js';
import { ReceiptPage } from './receipt-page.js';

/**
 * The pages that people see. A page has `get(…ids)` and perhaps `post(form, …ids)`, which answer `{ status, html }` or
 * `{ redirect }`. The ids in their URLs are the visitors' only credential, as on Stripe.
 */
export class Pages {
  #pages;

  constructor(emulator) {
    this.#pages = [
      { pattern: /^\/c\/pay\/([^/]+)$/, page: new CheckoutPage(emulator) },
      { pattern: /^\/setup\/e\/([^/]+)\/([^/]+)$/, page: new OnboardingPage(emulator) },
      { pattern: /^\/invoices\/([^/]+)$/, page: new InvoicePage(emulator) },
      { pattern: /^\/p\/session\/([^/]+)$/, page: new PortalPage(emulator) },
      { pattern: /^\/receipts\/([^/]+)$/, page: new ReceiptPage(emulator) },
    ];
  }

  async serve(message, response, path) {
    const answer = await this.#answer(message, path);
    if (answer.redirect) {
      response.writeHead(303, { Location: new URL(answer.redirect).href, 'Cache-Control': 'no-store' }).end();
      return;
    }
    response.writeHead(answer.status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(answer.status === 413 && { Connection: 'close' }),
    });
    response.end(answer.html);
  }

  async #answer(message, path) {
    const found = this.#pages.find(({ pattern }) => pattern.test(path));
    if (!found) return { status: 404, html: errorPage('There is no such page.') };
    const ids = found.pattern.exec(path).slice(1);

    if (message.method === 'GET' || message.method === 'HEAD') return found.page.get(...ids);
    if (message.method !== 'POST' || !found.page.post) return { status: 405, html: errorPage('This page does not take that.') };
    try {
      const form = new URLSearchParams(await readBody(message));
      return found.page.post(form, ...ids);
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      return { status: error.status, html: errorPage(error.message) };
    }
  }
}

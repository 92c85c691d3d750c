const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE = `
  :root { color-scheme: light; font-family: system-ui, sans-serif; color: #1a1f36; background: #f6f8fa; }
  body { margin: 0; }
  main { max-width: 26rem; margin: 3rem auto; padding: 2rem; background: #fff; border: 1px solid #e3e8ee; border-radius: .75rem; }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
  .amount { font-size: 2rem; font-weight: 600; margin: 0 0 1.5rem; }
  .badge { display: inline-block; background: #ffde92; border-radius: .25rem; padding: .1rem .4rem; font-size: .7rem; font-weight: 600; }
  .error { background: #fff0f0; color: #a41c2c; border-radius: .4rem; padding: .6rem .8rem; }
  ul { list-style: none; margin: 0 0 1.5rem; padding: 0; }
  li { display: flex; justify-content: space-between; padding: .35rem 0; border-bottom: 1px solid #eef1f5; }
  label { display: block; font-size: .85rem; margin-bottom: .9rem; }
  input:not([type=radio]) { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .55rem .6rem; font: inherit; border: 1px solid #cfd7df; border-radius: .4rem; }
  fieldset { border: 0; margin: 0; padding: 0; }
  .row { display: flex; gap: .75rem; } .row label { flex: 1; }
  button { width: 100%; padding: .7rem; font: inherit; font-weight: 600; color: #fff; background: #635bff; border: 0; border-radius: .4rem; cursor: pointer; }
  a { color: #635bff; } p.note { color: #697386; font-size: .85rem; }
  form:has([value=card]:checked) .debit-only, form:has([value=sepa_debit]:checked) .card-only { display: none; }
`;

export function escape(value) {
  return String(value ?? '').replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** `body` is HTML; whatever came from outside has gone through `escape`. */
export function document(title, body) {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escape(title)}</title>
  <style>${STYLE}</style>
</head>
<body>
<main>
<p><span class="badge">TEST MODE</span></p>
${body}
</main>
</body>
</html>
`;
}

export function errorPage(message) {
  return document('Something is not right', `<h1>Something is not right</h1>\n<p class="error" role="alert">${escape(message)}</p>`);
}

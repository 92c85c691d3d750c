const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE = `
  :root { color-scheme: light; font-family: system-ui, sans-serif; color: #1f1f1f; background: #f0f4f9; }
  body { margin: 0; }
  main { max-width: 26rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: 1.5rem; }
  h1 { font-size: 1.25rem; margin: 0 0 1rem; }
  .badge { display: inline-block; background: #ffde92; border-radius: .25rem; padding: .1rem .4rem; font-size: .7rem; font-weight: 600; }
  .error { background: #fff0f0; color: #a41c2c; border-radius: .4rem; padding: .6rem .8rem; }
  label { display: block; font-size: .85rem; margin-bottom: .9rem; }
  input:not([type=checkbox]) { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .55rem .6rem; font: inherit; border: 1px solid #c4c7c5; border-radius: .4rem; }
  button { padding: .6rem 1.4rem; font: inherit; font-weight: 600; color: #fff; background: #0b57d0; border: 0; border-radius: 2rem; cursor: pointer; }
  button.plain { color: #0b57d0; background: none; }
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

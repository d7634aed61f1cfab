/** The parts that pages for people have in common: complete in themselves, no script, nothing fetched. */

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}section{margin:1.5rem 0}h3{font-size:1rem;margin:0;overflow-wrap:anywhere}p{margin:.3rem 0}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td>strong{white-space:nowrap}section table{table-layout:fixed}td.bar{border-left:.4rem solid transparent;background-clip:padding-box!important;background:linear-gradient(#cfe3f7,#cfe3f7) no-repeat}.failed{color:#a40e26}.completed{color:#116329}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}th,td{border-color:#30363d}td.bar{background-image:linear-gradient(#1f4468,#1f4468)}.failed{color:#ff7b72}.completed{color:#7ee787}}`;

/** A whole page. `body` is HTML. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(title)}</h1>
${body}
</body></html>
`;
}

export function escapeHtml(plain: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return plain.replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** A title with `#` in front stands over numbers. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = titles.map((title) =>
    title.startsWith('#')
      ? `<th class="n">${escapeHtml(title.slice(1))}</th>`
      : `<th>${escapeHtml(title)}</th>`,
  );
  const body = rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n');
  return `<table>${head.length > 0 ? `<thead><tr>${head.join('')}</tr></thead>` : ''}<tbody>\n${body}\n</tbody></table>`;
}

export function text(plain: string): string {
  return `<td>${escapeHtml(plain)}</td>`;
}

export function number(value: number | string): string {
  return `<td class="n">${escapeHtml(shown(value))}</td>`;
}

export function shown(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value;
}

import { OPTIONS, showValue } from './definitions.js';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** The options as Markdown tables, one a group. */
export function optionsMarkdown(): string {
  const groups = [...new Set(OPTIONS.map((option) => option.group))];
  const sections = groups.map((group) => {
    const rows = OPTIONS.filter((option) => option.group === group).map((option) => {
      const flags = option.flags.map((flag) => code(cell(flag.flags))).join(' ');
      const cells = [
        flags,
        cell(option.help),
        code(cell(showValue(option.default))),
        option.inFile ? code(option.key) : '',
        code(option.env ?? ''),
      ];
      return `| ${cells.join(' | ')} |`;
    });
    const head = [
      '| Flag | Meaning | Default | In a config file and the API | Variable |',
      '|---|---|---|---|---|',
    ];
    return [`### ${group}`, '', ...head, ...rows, ''].join('\n');
  });
  return sections.join('\n');
}

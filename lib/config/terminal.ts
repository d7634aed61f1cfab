/** What the environment says about the terminal: NO_COLOR (no-color.org) and TERM. */
export function terminalEnvironment(env: Record<string, string | undefined> = process.env): {
  color: boolean;
  redraw: boolean;
} {
  const dumb = env.TERM === 'dumb';
  return { color: !dumb && (env.NO_COLOR ?? '') === '', redraw: !dumb };
}

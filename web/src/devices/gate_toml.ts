/** The lines that tell a gate who it is and where its server is, for its file gate.toml. */
export function gateToml(server: string, device: string, key: string): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
  return `device = ${quoted(device)}\n\n[server]\nurl = ${quoted(server)}\nkey = ${quoted(key)}\n`;
}

/** The lines that tell a gate who it is, for its file gate.toml. */
export function gateToml(server: string, device: string, key: string): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;
  return `[server]\nurl = ${quoted(server)}\ndevice = ${quoted(device)}\nkey = ${quoted(key)}\n`;
}

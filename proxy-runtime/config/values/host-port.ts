const PORT = /:\d+$/;

/** Whether an address, such as `backend:8080` or `[::1]:8080`, has a port. */
export function hasPort(address: string): boolean {
  return PORT.test(address);
}

/** An address without its port; one that has none is as it was. */
export function withoutPort(address: string): string {
  return address.replace(PORT, '');
}

/** An IP address, out of its brackets if it has any, and its port: `10.0.0.1`, `10.0.0.1:53`, `::1`, `[::1]:53`. */
export function splitIpPort(address: string): { readonly ip: string; readonly port: string | undefined } {
  const [, v6, v4, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(address) ?? [];
  return { ip: v6 ?? v4 ?? address, port };
}

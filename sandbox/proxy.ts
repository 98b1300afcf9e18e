import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** For Firefox, which cannot map hosts: a CONNECT proxy that leads every host to the sandbox's port. */
export async function startProxy(sandboxPort: number): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('connect', (_, client, head) => {
    const upstream = connect(sandboxPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    open.add(client).add(upstream);
    const end = () => {
      for (const side of [client, upstream]) open.delete(side.destroy());
    };
    for (const side of [client, upstream]) side.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const side of open) side.destroy();
      }),
  };
}

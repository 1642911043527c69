import type { ChannelOwner } from '../channel.ts';
import type { ConnectRequest, TcpBinding } from './binding.ts';
import { systemError } from './system-error.ts';
import { TcpChannel } from './tcp-channel.ts';

/** Opens a connection to a literal address. What goes wrong, its owner hears; `opened` is called when it is there. */
export function connectHandle(
  binding: TcpBinding,
  { host, port }: { readonly host: string; readonly port: number },
  owner: ChannelOwner,
  opened: () => void,
): TcpChannel {
  const handle = binding.newSocket();
  const channel = new TcpChannel(binding, handle, owner);
  const request: ConnectRequest = binding.newConnectRequest();
  const fail = (errno: number): void => channel.fail(systemError(errno, 'connect', `${host}:${port}`));
  request.oncomplete = (status) => {
    if (channel.destroyed) return;
    if (status !== 0) fail(status);
    else {
      channel.resume();
      opened();
    }
  };
  const errno = host.includes(':') ? handle.connect6(request, host, port) : handle.connect(request, host, port);
  if (errno !== 0) fail(errno);
  return channel;
}

import type { LocationSettings } from '../compile/settings/location-settings.ts';
import type { ClientSocket } from '../exchange/client-socket.ts';
import type { Channel, ChannelOwner } from '../net/channel.ts';
import type { ConnectionBudget, Reusable } from '../net/connection-budget.ts';

type LingeringSettings = Pick<LocationSettings, 'lingeringClose' | 'lingeringTime' | 'lingeringTimeout'>;

/**
 * Closes a client's connection as nginx does: FIN behind what was written; if the client has sent more than was read, its bytes are
 * read and dropped for a while, because closing with unread bytes would send RST and could cost the client the end of the answer.
 *
 * @param budget - may cut that short: nothing is lost by then but the client's time to read
 * @param closed - called once, when the socket is closed or about to be
 */
export function closeLingering(
  socket: ClientSocket,
  settings: LingeringSettings,
  budget: ConnectionBudget,
  closed: () => void,
): void {
  const { channel } = socket;
  // Nothing is left to be read or to be sent: closing is all there is to do.
  const quiet = channel.ended && !channel.blocked;
  if (channel.closed || quiet || settings.lingeringClose === 'off') {
    channel.destroy();
    closed();
    return;
  }
  const close = new LingeringClose(channel, settings, budget, closed);
  socket.giveTo('lingering', close);
  close.start();
}

class LingeringClose implements ChannelOwner, Reusable {
  readonly channel: Channel;
  readonly #settings: LingeringSettings;
  readonly #budget: ConnectionBudget;
  readonly #closed: () => void;
  #unread = false;
  #over = false;
  #silence: NodeJS.Timeout | undefined;
  #total: NodeJS.Timeout | undefined;

  constructor(channel: Channel, settings: LingeringSettings, budget: ConnectionBudget, closed: () => void) {
    this.channel = channel;
    this.#settings = settings;
    this.#budget = budget;
    this.#closed = closed;
  }

  start(): void {
    const { channel } = this;
    this.#total = setTimeout(() => this.#end(), this.#settings.lingeringTime);
    channel.finish(() => {
      if (channel.ended) {
        this.#end();
        return;
      }
      channel.resume();
      // The kernel does not say whether it holds unread bytes; a whole turn of the event loop brings them if it does.
      setImmediate(() => setImmediate(() => this.#lingerIfUnread()));
    });
  }

  #lingerIfUnread(): void {
    if (this.#over) return;
    if (!this.#unread && this.#settings.lingeringClose !== 'always') this.#end();
    else {
      this.#budget.idle(this);
      this.#waitForSilence();
    }
  }

  #waitForSilence(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(), this.#settings.lingeringTimeout);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#budget.busy(this);
    clearTimeout(this.#silence);
    clearTimeout(this.#total);
    this.channel.destroy();
    this.#closed();
  }

  reuse(): void {
    this.#end();
  }

  onData(): void {
    this.#unread = true;
    if (this.#silence !== undefined) this.#waitForSilence();
  }

  onEnd(): void {
    // Not before what is still to be sent is gone.
    if (!this.channel.blocked) this.#end();
  }

  onDrain(): void {
    // `finish` tells when everything is sent.
  }

  onClose(): void {
    this.#end();
  }
}

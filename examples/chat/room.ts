import type { WebSocket } from 'ws';

/** What the chat sends as text frames, one JSON object each. The bytes of a picture follow its announcement as a binary frame. */
export type Event =
  | { readonly type: 'welcome'; readonly name: string; readonly history: readonly Event[] }
  | { readonly type: 'people'; readonly names: readonly string[] }
  | { readonly type: 'message'; readonly name: string; readonly text: string; readonly at: string }
  | { readonly type: 'picture'; readonly name: string; readonly at: string };

const historyLength = 50;
const maxBacklog = 4 * 1024 * 1024;

/** The people in one room, and the last messages for whoever comes next. */
export class Room {
  readonly #people = new Map<WebSocket, string>();
  readonly #history: Event[] = [];

  get empty(): boolean {
    return this.#people.size === 0;
  }

  enter(socket: WebSocket, name: string): void {
    this.#people.set(socket, name);
    socket.send(JSON.stringify({ type: 'welcome', name, history: this.#history } satisfies Event));
    this.#tell({ type: 'people', names: [...this.#people.values()] });
  }

  leave(socket: WebSocket): void {
    this.#people.delete(socket);
    this.#tell({ type: 'people', names: [...this.#people.values()] });
  }

  say(name: string, text: string): void {
    const message: Event = { type: 'message', name, text, at: new Date().toISOString() };
    this.#history.push(message);
    if (this.#history.length > historyLength) this.#history.shift();
    this.#tell(message);
  }

  show(name: string, picture: Buffer): void {
    this.#tell({ type: 'picture', name, at: new Date().toISOString() });
    this.#send(picture);
  }

  #tell(event: Event): void {
    this.#send(JSON.stringify(event));
  }

  #send(data: string | Buffer): void {
    for (const socket of this.#people.keys()) {
      // Whoever reads more slowly than the room talks is let go; without this, their backlog would fill the memory.
      if (socket.bufferedAmount > maxBacklog) socket.terminate();
      else socket.send(data);
    }
  }
}

import type { Socket } from 'node:net';

/** Calls `receive` with each line of JSON that arrives. A line that is not JSON closes the socket. */
export function readJsonLines(socket: Socket, receive: (value: unknown) => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    try {
      for (const line of lines) receive(JSON.parse(line));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      socket.destroy();
    }
  });
}

export function writeJsonLine(socket: Socket, value: object): void {
  socket.write(`${JSON.stringify(value)}\n`);
}

import { createServer, type Server, type Socket } from 'node:net';

/** A protocol message (manual, 53.7 Message Formats): type, length, body. */
function message(letter: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

const text = (value: string) => Buffer.from(`${value}\0`);
const ready = message('Z', Buffer.from('I'));
const pid = 4711;
const greeting = Buffer.concat([message('R', int32(0)), message('K', int32(pid), int32(1)), ready]);

const facts = { pid: String(pid), database: 'old', version: '13.23', major: '13' };

function field(name: string): Buffer {
  const type = name === 'pid' || name === 'major' ? 23 : 25;
  return Buffer.concat([text(name), int32(0), int16(0), int32(type), int16(-1), int32(-1), int16(0)]);
}

function value(content: string): Buffer {
  return Buffer.concat([int32(content.length), Buffer.from(content)]);
}

/** ParseComplete, BindComplete, RowDescription, one DataRow, CommandComplete and ReadyForQuery. */
const answer = Buffer.concat([
  message('1'),
  message('2'),
  message('T', int16(4), ...Object.keys(facts).map(field)),
  message('D', int16(4), ...Object.values(facts).map(value)),
  message('C', text('SELECT 1')),
  ready,
]);

/** A server that responds only to the query for its version, as PostgreSQL 13. */
export function startOldServer(): Promise<Server> {
  const server = createServer((socket: Socket) => {
    socket.once('data', () => {
      socket.write(greeting);
      socket.on('data', (data) => {
        if (data.includes(Buffer.from([0x53, 0, 0, 0, 4]))) socket.write(answer);
      });
    });
    socket.on('error', () => socket.destroy());
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

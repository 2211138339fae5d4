import type { Faker } from '@faker-js/faker';
import type { LoadContext, LoadPlan } from '../../src/seed/load-plan.js';
import { entriesPerUser, lastingUser, requestInEntry, shareOfEntry, usersAt } from './values/accounts.js';
import { momentAt, timeText } from './values/calendar.js';
import { fakerOf, poolOf } from './values/pools.js';

/** One user in so many is busy; together they write one entry in so many. */
const usersPerBusy = 20_000;
const entriesPerBusyOne = 25;

/** The log in the order of time: a few users have thousands of entries, most have some, many none. */
export function load({ scale, seed, random, first }: LoadContext): LoadPlan {
  const faker = fakerOf('profile_audit_log', seed);
  const agent = poolOf(400, () => faker.internet.userAgent());
  const action = actionsOf(faker);
  const [who, what, where, how] = [random('user'), random('action'), random('address'), random('agent')];
  const firstUser = first('users');
  return {
    table: 'profile_audit_log',
    key: 'id',
    columns: ['user_id', 'action', 'changes_json', 'ip_address', 'user_agent', 'created_at'],
    count: scale * entriesPerUser,
    row: (index) => {
      const share = shareOfEntry(index, scale);
      const at = timeText(momentAt(share));
      const request = requestInEntry(index, scale);
      const address = addressAt(where(index));
      if (request) {
        const name = `account_deletion_${request.step}`;
        return [firstUser + request.user, name, null, address, agent(how(index)), at];
      }
      const user = userAt(who(index), usersAt(share, scale), index % entriesPerBusyOne === 0);
      const { name, changes } = action(what(index));
      return [firstUser + user, name, changes, address, agent(how(index)), at];
    },
  };
}

/** The longer a user has been there, the more entries: squaring prefers those who came early. */
function userAt(number: number, users: number, busy: boolean): number {
  if (busy) return Math.floor(Math.ceil(users / usersPerBusy) * number ** 2) * usersPerBusy;
  return lastingUser(Math.floor(users * number ** 1.3));
}

/** Private addresses, and of IPv6 those for documentation: nobody's. */
function addressAt(number: number): string {
  const bits = Math.floor(number * 0x100_0000);
  const [high, middle, low] = [bits >> 16, (bits >> 8) & 255, bits & 255];
  if (low % 4 > 0) return `10.${high}.${middle}.${low}`;
  return `2001:db8:${bits.toString(16).padStart(6, '0').replace(/^(..)/, '$1:')}::${low}`;
}

interface Action {
  readonly name: string;
  readonly changes: string | null;
}

/** Changes are drawn as ready JSON. */
function actionsOf(faker: Faker): (number: number) => Action {
  const json = (field: string, draw: () => unknown) =>
    poolOf(500, () => JSON.stringify({ [field]: { old: draw(), new: draw() } }));
  const picture = () => `https://pictures.example.com/${faker.string.alphanumeric(16)}.jpg`;
  const uploaded = json('profile_picture_url', picture);
  const removed = poolOf(500, () => JSON.stringify({ profile_picture_url: { old: picture(), new: null } }));
  const parts: readonly { readonly upTo: number; readonly name: string; readonly changes: Changes }[] = [
    { upTo: 0.25, name: 'profile_updated', changes: json('bio', () => faker.person.bio()) },
    { upTo: 0.38, name: 'profile_updated', changes: json('location', () => faker.location.city()) },
    { upTo: 0.46, name: 'profile_updated', changes: json('website', () => faker.internet.url()) },
    { upTo: 0.64, name: 'privacy_changed', changes: json('email', () => faker.datatype.boolean()) },
    { upTo: 0.79, name: 'picture_uploaded', changes: uploaded },
    { upTo: 0.86, name: 'picture_removed', changes: removed },
    { upTo: 1, name: 'password_changed', changes: () => null },
  ];
  return (number) => {
    const place = parts.findIndex(({ upTo }) => number < upTo);
    const from = parts[place - 1]?.upTo ?? 0;
    const { name, changes, upTo } = parts[place] ?? { name: 'profile_updated', changes: () => null, upTo: 1 };
    return { name, changes: changes((number - from) / (upTo - from)) };
  };
}

type Changes = (share: number) => string | null;

import type { LoadContext, LoadPlan } from '../../src/seed/load-plan.js';
import { isDeletedByStaff, requestOf, signUpOf } from './values/accounts.js';
import { day, end, start, timeText } from './values/calendar.js';
import { fakerOf, plain, poolOf } from './values/pools.js';

/** Where anybody else has an account, the database is not one to be filled. */
export const owns = { users: "email LIKE '%@example.com'" };

/** Who signed up before this had an account before there were profiles. */
const profilesSince = start + 150 * day;

/** `scale` users in the order in which they signed up; most have told something about themselves. */
export function load({ scale, seed, random }: LoadContext): LoadPlan {
  const faker = fakerOf('users', seed);
  const firstName = poolOf(2000, () => faker.person.firstName());
  const lastName = poolOf(1000, () => faker.person.lastName());
  const hash = poolOf(500, () => `$2b$12$${faker.string.alphanumeric(53)}`);
  const bio = poolOf(3000, () => `${faker.person.bio()}. ${faker.company.catchPhrase()}.`);
  const location = poolOf(2000, () => `${faker.location.city()}, ${faker.location.country()}`.slice(0, 100));
  const site = poolOf(1000, () => faker.internet.domainWord());
  const picture = poolOf(1000, () => faker.string.hexadecimal({ length: 12, casing: 'lower', prefix: '' }));
  const [first, last, secret, told, place, web, image] = [
    ...[random('first name'), random('last name'), random('hash'), random('bio')],
    ...[random('location'), random('website'), random('picture')],
  ] as const;
  const updated = random('updated');

  /** A share of the users has the value; which one follows from the same number. */
  const some = <T>(value: (share: number) => T, number: number, share: number): T | null =>
    number < share ? value(number / share) : null;

  return {
    table: 'users',
    key: 'id',
    columns: [
      ...['email', 'full_name', 'password_hash', 'created_at', 'updated_at', 'bio', 'location', 'website'],
      ...['profile_picture_url', 'profile_updated_at', 'deletion_requested_at', 'deleted_at'],
    ],
    count: scale,
    row: (index) => {
      const [given, family] = [firstName(first(index)), lastName(last(index))];
      const signedUp = signUpOf(index, scale);
      const request = requestOf(index, scale);
      const asked = request && request.outcome !== 'cancelled' ? request.requestedAt : null;
      const byStaff = isDeletedByStaff(index) ? signedUp + (end - signedUp) * secret(index) : null;
      const deleted = request?.deletedAt ?? byStaff;
      // A gone profile is not edited any more.
      const until = request?.requestedAt ?? byStaff ?? end;
      const profile =
        signedUp < profilesSince && updated(index) < 0.3
          ? null
          : signedUp + (until - signedUp) * updated(index) ** 2;
      return [
        `${plain(given)}.${plain(family)}.${index + 1}@example.com`,
        `${given} ${family}`,
        hash(secret(index)),
        timeText(signedUp),
        timeText(deleted ?? asked ?? profile ?? signedUp),
        some(bio, told(index), 0.6),
        some(location, place(index), 0.7),
        some((share) => `https://${site(share)}-${index + 1}.example.com/`, web(index), 0.3),
        some((share) => `https://pictures.example.com/${picture(share)}/${index + 1}.jpg`, image(index), 0.5),
        profile === null ? null : timeText(profile),
        asked === null ? null : timeText(asked),
        deleted === null ? null : timeText(deleted),
      ];
    },
  };
}

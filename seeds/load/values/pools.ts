import { base, en, Faker } from '@faker-js/faker';
import { end } from './calendar.js';

/** A generator of its own for each table, so that a change to one leaves the others' values as they are. */
export function fakerOf(table: string, seed: number): Faker {
  const faker = new Faker({ locale: [en, base] });
  faker.setDefaultRefDate(new Date(end));
  faker.seed([seed, ...Array.from(table, (character) => character.charCodeAt(0))]);
  return faker;
}

/**
 * Values drawn once, to pick from: a call of faker costs some microseconds, too much for each of
 * millions of rows.
 */
export function poolOf<T>(size: number, draw: () => T): (share: number) => T {
  const values = Array.from({ length: size }, draw);
  return (share) => values[Math.floor(share * size)] as T;
}

/** Letters and digits only, for addresses. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

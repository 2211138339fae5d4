import { day, end, momentAt } from './calendar.js';

/** Log entries for each user, on average. */
export const entriesPerUser = 6;

/** One user in so many asks for deletion at some time. */
const usersPerRequest = 50;
const entriesPerRequest = usersPerRequest * entriesPerUser;

/** More and more sign up: half of all users in the last third of the time. */
const growth = 0.6;

/** When user `index` of `scale` signed up; users are numbered in this order. */
export function signUpOf(index: number, scale: number): number {
  return momentAt((index / scale) ** growth);
}

/** How many users had signed up at a share of the time. */
export function usersAt(share: number, scale: number): number {
  return Math.min(scale, Math.floor(scale * share ** (1 / growth)) + 1);
}

/** As there are more users, there are more entries: the share of the time at which entry `index` is written. */
export function shareOfEntry(index: number, scale: number): number {
  return ((index + 0.5) / (scale * entriesPerUser)) ** (1 / (1 / growth + 1));
}

/** What became of a user who once asked for deletion. */
export interface DeletionRequest {
  readonly user: number;
  /** Place of its entry in the log; when it is cancelled, the next entry says so. */
  readonly entry: number;
  readonly requestedAt: number;
  readonly outcome: 'cancelled' | 'waiting' | 'deleted';
  readonly deletedAt: number | null;
}

/** Request `number` of those that `requestsOf` counts. One in five is cancelled, one in twenty waits too long. */
export function requestAt(number: number, scale: number): DeletionRequest {
  const user = number * usersPerRequest + 1 + (number % 5);
  const entry = number * entriesPerRequest + 50 + ((number * 7919) % 200);
  const requestedAt = momentAt(shareOfEntry(entry, scale));
  const dueAt = requestedAt + 30 * day;
  if (number % 5 === 3) return { user, entry, requestedAt, outcome: 'cancelled', deletedAt: null };
  if (dueAt >= end || number % 20 === 6)
    return { user, entry, requestedAt, outcome: 'waiting', deletedAt: null };
  return { user, entry, requestedAt, outcome: 'deleted', deletedAt: dueAt };
}

function requestsOf(scale: number): number {
  return Math.floor(scale / usersPerRequest);
}

/** The request of a user, if there was one. */
export function requestOf(user: number, scale: number): DeletionRequest | undefined {
  const number = Math.floor(user / usersPerRequest);
  if (number >= requestsOf(scale) || user % usersPerRequest !== 1 + (number % 5)) return undefined;
  return requestAt(number, scale);
}

/** The request that entry `index` of the log is about: made, or cancelled. */
export function requestInEntry(
  index: number,
  scale: number,
): { readonly user: number; readonly step: 'requested' | 'cancelled' } | undefined {
  const number = Math.floor(index / entriesPerRequest);
  const step = index - number * entriesPerRequest - 50 - ((number * 7919) % 200);
  if (step < 0 || step > 1 || number >= requestsOf(scale)) return undefined;
  const { user, outcome } = requestAt(number, scale);
  if (step === 0) return { user, step: 'requested' };
  return outcome === 'cancelled' ? { user, step: 'cancelled' } : undefined;
}

/** Three users in a thousand were deleted by staff, without having asked. */
export function isDeletedByStaff(user: number): boolean {
  return user % 1000 === 210 || user % 1000 === 530 || user % 1000 === 870;
}

/** A user signed up no later who is never deleted: `user` itself, for most. */
export function lastingUser(user: number): number {
  const place = user % usersPerRequest;
  return (place >= 1 && place <= 5) || isDeletedByStaff(user) ? user - place : user;
}

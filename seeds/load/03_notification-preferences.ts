import type { LoadContext, LoadPlan } from '../../src/seed/load-plan.js';
import { signUpOf } from './values/accounts.js';
import { timeText } from './values/calendar.js';

const channels = ['email', 'push', 'sms'] as const;
const categories = ['account_activity', 'messages', 'product_updates', 'updates', 'marketing'] as const;
const choices = channels.flatMap((channel) => categories.map((category) => ({ channel, category })));

/** How many preferences the users of a group of twenty have stated: from none to all. */
const stated = [15, 3, 0, 6, 2, 4, 5, 1, 0, 7, 3, 10, 2, 0, 5, 4, 3, 6, 1, 3] as const;

/** For each preference of a group, which of its users has stated it, and as the how-manieth. */
const places = stated.flatMap((count, user) => Array.from({ length: count }, (_, nth) => ({ user, nth })));

/** Four preferences for each user on average; two thirds are enabled, marketing less often. */
export function load({ scale, random, first }: LoadContext): LoadPlan {
  const wanted = random('wanted');
  const firstUser = first('users');
  return {
    table: 'notification_preferences',
    key: 'id',
    columns: ['user_id', 'channel', 'category', 'enabled', 'created_at', 'updated_at'],
    count: countUpTo(scale),
    row: (index) => {
      const group = Math.floor(index / places.length);
      const place = places[index - group * places.length] ?? { user: 0, nth: 0 };
      const user = group * stated.length + place.user;
      const choice = choices[(group + place.nth) % choices.length] ?? {
        channel: 'email',
        category: 'updates',
      };
      const enabled = wanted(index) < (choice.category === 'marketing' ? 0.3 : 0.75);
      const at = timeText(signUpOf(user, scale));
      return [firstUser + user, choice.channel, choice.category, enabled, at, at];
    },
  };
}

function countUpTo(users: number): number {
  const groups = Math.floor(users / stated.length);
  const rest = stated.slice(0, users - groups * stated.length).reduce<number>((sum, count) => sum + count, 0);
  return groups * places.length + rest;
}

import type { LoadContext, LoadPlan } from '../../src/seed/load-plan.js';
import { signUpOf } from './values/accounts.js';
import { timeText } from './values/calendar.js';

/** How many show a field to everybody. */
const fields = [
  { name: 'email', shown: 0.08 },
  { name: 'bio', shown: 0.85 },
  { name: 'location', shown: 0.6 },
  { name: 'website', shown: 0.9 },
  { name: 'profile_picture', shown: 0.8 },
] as const;

/** Every user has a setting for each field, made with the account. */
export function load({ scale, random, first }: LoadContext): LoadPlan {
  const shown = random('shown');
  const firstUser = first('users');
  return {
    table: 'profile_privacy_settings',
    key: 'id',
    columns: ['user_id', 'field_name', 'is_public', 'created_at', 'updated_at'],
    count: scale * fields.length,
    row: (index) => {
      const user = Math.floor(index / fields.length);
      const field = fields[index - user * fields.length] ?? fields[0];
      const at = timeText(signUpOf(user, scale));
      return [firstUser + user, field.name, shown(index) < field.shown, at, at];
    },
  };
}

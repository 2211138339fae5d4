import type { CatalogCase } from './case.js';

export const subscriptionCases: readonly CatalogCase[] = [
  {
    name: 'a subscription that is left',
    change:
      "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere dbname=d' PUBLICATION news WITH (connect = false, slot_name = NONE)",
    kind: 'subscription',
    object: 'feed',
  },
  {
    name: 'a dropped subscription',
    base: 'CREATE SUBSCRIPTION feed CONNECTION \'host=nowhere dbname=d\' PUBLICATION news, "Other" WITH (connect = false, slot_name = NONE, binary = true, streaming = on, synchronous_commit = remote_apply)',
    change: 'DROP SUBSCRIPTION feed',
    kind: 'subscription',
    object: 'feed',
  },
  {
    name: 'a subscription with other options',
    base: "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere dbname=d' PUBLICATION news WITH (connect = false, slot_name = NONE)",
    change:
      "ALTER SUBSCRIPTION feed SET (binary = true, streaming = off); ALTER SUBSCRIPTION feed SET PUBLICATION other WITH (refresh = false); ALTER SUBSCRIPTION feed CONNECTION 'host=there dbname=d'",
    kind: 'subscription',
    object: 'feed',
  },
  {
    name: 'a dropped subscription with a password',
    base: "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere password=hunter2 dbname=d' PUBLICATION news WITH (connect = false, slot_name = NONE)",
    change: 'DROP SUBSCRIPTION feed',
    kind: 'subscription',
    object: 'feed',
    says: ['password=***'],
    repair: 'impossible',
  },
  {
    name: 'a subscription made and dropped',
    change:
      "CREATE SUBSCRIPTION feed CONNECTION 'host=nowhere' PUBLICATION news WITH (connect = false, slot_name = NONE)",
    undo: 'DROP SUBSCRIPTION feed',
  },
];

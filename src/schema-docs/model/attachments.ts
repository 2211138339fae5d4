import { listOf, textOf } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { commentOf, ownName, ownerTraits, partsOf, type BuildContext } from './build-context.js';
import { namedAttributes } from './named-attributes.js';
import type { Attachment, Policy } from './schema-model.js';

const shownElsewhere: ReadonlySet<string> = new Set(['definition', 'owner', 'privileges']);

/** Returns the triggers, rules and extended statistics of a relation. */
export function attachmentsOf(context: BuildContext, relation: CatalogObject): readonly Attachment[] {
  return (['trigger', 'rule', 'statistics'] as const).flatMap((kind) =>
    partsOf(context, relation, kind).map((object) => ({
      kind,
      name: kind === 'statistics' ? object.name : ownName(object.name, relation.name),
      definition: textOf(object, 'definition') ?? '',
      traits: [...namedAttributes(object, shownElsewhere), ...ownerTraits(context, object)],
      comment: commentOf(context, object),
    })),
  );
}

export function policiesOf(context: BuildContext, table: CatalogObject): readonly Policy[] {
  return partsOf(context, table, 'policy').map((policy) => {
    const roles = listOf(policy, 'to');
    return {
      name: ownName(policy.name, table.name),
      mode: textOf(policy, 'as') === undefined ? 'permissive' : 'restrictive',
      command: textOf(policy, 'for') ?? 'all',
      roles: roles.length === 0 ? ['PUBLIC'] : roles,
      using: textOf(policy, 'using'),
      withCheck: textOf(policy, 'with check'),
      comment: commentOf(context, policy),
    };
  });
}

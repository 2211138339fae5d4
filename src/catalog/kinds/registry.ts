import { accessMethod } from './access-method.js';
import { aggregate } from './aggregate.js';
import { cast } from './cast.js';
import { collation } from './collation.js';
import { column } from './column/column.js';
import { comment } from './comment.js';
import { constraint } from './constraint/constraint.js';
import { conversion } from './conversion.js';
import { database } from './database.js';
import { defaultPrivileges } from './default-privileges.js';
import { domain } from './domain.js';
import { eventTrigger } from './event-trigger.js';
import { extension } from './extension.js';
import { foreignDataWrapper } from './foreign-data-wrapper.js';
import { foreignTable } from './foreign-table.js';
import { functionKind } from './function.js';
import { index } from './index/index.js';
import { language } from './language.js';
import { materializedView } from './materialized-view.js';
import { operator } from './operator.js';
import { operatorClass } from './operator-class.js';
import { operatorFamily } from './operator-family.js';
import { parameterPrivileges } from './parameter-privileges.js';
import { policy } from './policy.js';
import { procedure } from './procedure.js';
import { publication } from './publication.js';
import { role } from './role.js';
import { roleMembership } from './role-membership.js';
import { rule } from './rule.js';
import { schema } from './schema.js';
import { securityLabel } from './security-label.js';
import { sequence } from './sequence.js';
import { server } from './server.js';
import { setting } from './setting.js';
import { statistics } from './statistics.js';
import { subscription } from './subscription.js';
import { table } from './table/table.js';
import { tablespace } from './tablespace.js';
import { textSearchConfiguration } from './text-search-configuration.js';
import { textSearchDictionary } from './text-search-dictionary.js';
import { textSearchParser } from './text-search-parser.js';
import { textSearchTemplate } from './text-search-template.js';
import { transform } from './transform.js';
import { trigger } from './trigger.js';
import { type } from './type/type.js';
import { userMapping } from './user-mapping.js';
import { view } from './view.js';
import type { KindDefinition } from '../kind/kind.js';
import type { Kind } from '../model/object.js';

/** Every kind, in the order of a snapshot: a kind comes after those that its objects are made of. */
export const registry: { readonly [K in Kind]: KindDefinition<K> } = {
  role,
  'role membership': roleMembership,
  tablespace,
  'parameter privileges': parameterPrivileges,
  database,
  setting,
  schema,
  extension,
  language,
  type,
  domain,
  collation,
  conversion,
  function: functionKind,
  procedure,
  aggregate,
  operator,
  'operator family': operatorFamily,
  'operator class': operatorClass,
  'access method': accessMethod,
  cast,
  transform,
  'text search parser': textSearchParser,
  'text search template': textSearchTemplate,
  'text search dictionary': textSearchDictionary,
  'text search configuration': textSearchConfiguration,
  'foreign-data wrapper': foreignDataWrapper,
  server,
  'user mapping': userMapping,
  sequence,
  table,
  'foreign table': foreignTable,
  column,
  constraint,
  index,
  view,
  'materialized view': materializedView,
  statistics,
  rule,
  policy,
  trigger,
  'event trigger': eventTrigger,
  publication,
  subscription,
  'default privileges': defaultPrivileges,
  comment,
  'security label': securityLabel,
};

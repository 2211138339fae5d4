import type { Kind } from '../model/object.js';
import type { Repair } from '../kind/repair.js';
import { accessMethod } from './repairs/access-method.js';
import { aggregate } from './repairs/aggregate.js';
import { cast } from './repairs/cast.js';
import { collation } from './repairs/collation.js';
import { column } from './repairs/column.js';
import { comment } from './repairs/comment.js';
import { constraint } from './repairs/constraint.js';
import { conversion } from './repairs/conversion.js';
import { database } from './repairs/database.js';
import { defaultPrivileges } from './repairs/default-privileges.js';
import { domain } from './repairs/domain.js';
import { eventTrigger } from './repairs/event-trigger.js';
import { extension } from './repairs/extension.js';
import { foreignDataWrapper } from './repairs/foreign-data-wrapper.js';
import { foreignTable } from './repairs/foreign-table.js';
import { functionRepair } from './repairs/function.js';
import { index } from './repairs/index.js';
import { language } from './repairs/language.js';
import { materializedView } from './repairs/materialized-view.js';
import { operator } from './repairs/operator.js';
import { operatorClass } from './repairs/operator-class.js';
import { operatorFamily } from './repairs/operator-family.js';
import { parameterPrivileges } from './repairs/parameter-privileges.js';
import { policy } from './repairs/policy.js';
import { procedure } from './repairs/procedure.js';
import { publication } from './repairs/publication.js';
import { role } from './repairs/role.js';
import { roleMembership } from './repairs/role-membership.js';
import { rule } from './repairs/rule.js';
import { schema } from './repairs/schema.js';
import { securityLabel } from './repairs/security-label.js';
import { sequence } from './repairs/sequence.js';
import { server } from './repairs/server.js';
import { setting } from './repairs/setting.js';
import { statistics } from './repairs/statistics.js';
import { subscription } from './repairs/subscription.js';
import { table } from './repairs/table.js';
import { tablespace } from './repairs/tablespace.js';
import { textSearchConfiguration } from './repairs/text-search-configuration.js';
import { textSearchDictionary } from './repairs/text-search-dictionary.js';
import { textSearchParser } from './repairs/text-search-parser.js';
import { textSearchTemplate } from './repairs/text-search-template.js';
import { transform } from './repairs/transform.js';
import { trigger } from './repairs/trigger.js';
import { type } from './repairs/type.js';
import { userMapping } from './repairs/user-mapping.js';
import { view } from './repairs/view.js';

/** What restores the objects of a kind. */
export const repairs: { readonly [K in Kind]: Repair<K> } = {
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
  function: functionRepair,
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

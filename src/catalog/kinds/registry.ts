import type { Kind } from '../model/object.js';
import type { Reader } from '../kind/reader.js';
import { accessMethod } from './readers/access-method.js';
import { aggregate } from './readers/aggregate.js';
import { cast } from './readers/cast.js';
import { collation } from './readers/collation.js';
import { column } from './readers/column.js';
import { comment, sharedComment } from './readers/comment.js';
import { constraint, domainConstraint } from './readers/constraint.js';
import { conversion } from './readers/conversion.js';
import { database } from './readers/database.js';
import { defaultPrivileges } from './readers/default-privileges.js';
import { domain } from './readers/domain.js';
import { eventTrigger } from './readers/event-trigger.js';
import { extension } from './readers/extension.js';
import { foreignDataWrapper } from './readers/foreign-data-wrapper.js';
import { foreignTable } from './readers/foreign-table.js';
import { functionReader } from './readers/function.js';
import { index } from './readers/index.js';
import { language } from './readers/language.js';
import { materializedView } from './readers/materialized-view.js';
import { operator } from './readers/operator.js';
import { operatorClass } from './readers/operator-class.js';
import { operatorFamily } from './readers/operator-family.js';
import { parameterPrivileges } from './readers/parameter-privileges.js';
import { policy } from './readers/policy.js';
import { procedure } from './readers/procedure.js';
import { publication } from './readers/publication.js';
import { role } from './readers/role.js';
import { roleMembership } from './readers/role-membership.js';
import { rule } from './readers/rule.js';
import { schema } from './readers/schema.js';
import { securityLabel, sharedSecurityLabel } from './readers/security-label.js';
import { sequence } from './readers/sequence.js';
import { server } from './readers/server.js';
import { setting } from './readers/setting.js';
import { statistics } from './readers/statistics.js';
import { subscription } from './readers/subscription.js';
import { table } from './readers/table.js';
import { tablespace } from './readers/tablespace.js';
import { textSearchConfiguration } from './readers/text-search-configuration.js';
import { textSearchDictionary } from './readers/text-search-dictionary.js';
import { textSearchParser } from './readers/text-search-parser.js';
import { textSearchTemplate } from './readers/text-search-template.js';
import { transform } from './readers/transform.js';
import { trigger } from './readers/trigger.js';
import { type } from './readers/type.js';
import { userMapping } from './readers/user-mapping.js';
import { view } from './readers/view.js';

/** Readers by kind; a kind whose objects hang on different root catalogs has one for each. */
export const readers: { readonly [K in Kind]: readonly Reader<K>[] } = {
  role: [role],
  'role membership': [roleMembership],
  tablespace: [tablespace],
  'parameter privileges': [parameterPrivileges],
  database: [database],
  setting: [setting],
  schema: [schema],
  extension: [extension],
  language: [language],
  type: [type],
  domain: [domain],
  collation: [collation],
  conversion: [conversion],
  function: [functionReader],
  procedure: [procedure],
  aggregate: [aggregate],
  operator: [operator],
  'operator family': [operatorFamily],
  'operator class': [operatorClass],
  'access method': [accessMethod],
  cast: [cast],
  transform: [transform],
  'text search parser': [textSearchParser],
  'text search template': [textSearchTemplate],
  'text search dictionary': [textSearchDictionary],
  'text search configuration': [textSearchConfiguration],
  'foreign-data wrapper': [foreignDataWrapper],
  server: [server],
  'user mapping': [userMapping],
  sequence: [sequence],
  table: [table],
  'foreign table': [foreignTable],
  column: [column],
  constraint: [constraint, domainConstraint],
  index: [index],
  view: [view],
  'materialized view': [materializedView],
  statistics: [statistics],
  rule: [rule],
  policy: [policy],
  trigger: [trigger],
  'event trigger': [eventTrigger],
  publication: [publication],
  subscription: [subscription],
  'default privileges': [defaultPrivileges],
  comment: [comment, sharedComment],
  'security label': [securityLabel, sharedSecurityLabel],
};

/** All readers in the order of their kinds; the parts of a state are in the same order. */
export const readerList: readonly Reader[] = Object.values(readers).flat();

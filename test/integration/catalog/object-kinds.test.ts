import { accessMethodCases } from '../../cases/access-method.js';
import { aggregateCases } from '../../cases/aggregate.js';
import { castCases } from '../../cases/cast.js';
import { collationCases } from '../../cases/collation.js';
import { commentCases } from '../../cases/comment.js';
import { conversionCases } from '../../cases/conversion.js';
import { databaseCases } from '../../cases/database.js';
import { defaultPrivilegesCases } from '../../cases/default-privileges.js';
import { domainCases } from '../../cases/domain.js';
import { eventTriggerCases } from '../../cases/event-trigger.js';
import { extensionCases } from '../../cases/extension.js';
import { foreignDataWrapperCases } from '../../cases/foreign-data-wrapper.js';
import { functionCases } from '../../cases/function.js';
import { languageCases } from '../../cases/language.js';
import { operatorCases } from '../../cases/operator.js';
import { operatorClassCases } from '../../cases/operator-class.js';
import { operatorFamilyCases } from '../../cases/operator-family.js';
import { procedureCases } from '../../cases/procedure.js';
import { publicationCases } from '../../cases/publication.js';
import { roleCases } from '../../cases/role.js';
import { roleMembershipCases } from '../../cases/role-membership.js';
import { serverCases } from '../../cases/server.js';
import { settingCases } from '../../cases/setting.js';
import { subscriptionCases } from '../../cases/subscription.js';
import { textSearchConfigurationCases } from '../../cases/text-search-configuration.js';
import { textSearchDictionaryCases } from '../../cases/text-search-dictionary.js';
import { textSearchParserCases } from '../../cases/text-search-parser.js';
import { textSearchTemplateCases } from '../../cases/text-search-template.js';
import { transformCases } from '../../cases/transform.js';
import { typeCases } from '../../cases/type.js';
import { userMappingCases } from '../../cases/user-mapping.js';
import type { CatalogCase } from '../../cases/case.js';
import { runCatalogCase } from '../../support/run-catalog-case.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

const kinds: readonly (readonly [kind: string, cases: readonly CatalogCase[]])[] = [
  ['access method', accessMethodCases],
  ['aggregate', aggregateCases],
  ['cast', castCases],
  ['collation', collationCases],
  ['comment', commentCases],
  ['conversion', conversionCases],
  ['database', databaseCases],
  ['default privileges', defaultPrivilegesCases],
  ['domain', domainCases],
  ['event trigger', eventTriggerCases],
  ['extension', extensionCases],
  ['foreign-data wrapper', foreignDataWrapperCases],
  ['function', functionCases],
  ['language', languageCases],
  ['operator', operatorCases],
  ['operator class', operatorClassCases],
  ['operator family', operatorFamilyCases],
  ['procedure', procedureCases],
  ['publication', publicationCases],
  ['role', roleCases],
  ['role membership', roleMembershipCases],
  ['server', serverCases],
  ['setting', settingCases],
  ['subscription', subscriptionCases],
  ['text search configuration', textSearchConfigurationCases],
  ['text search dictionary', textSearchDictionaryCases],
  ['text search parser', textSearchParserCases],
  ['text search template', textSearchTemplateCases],
  ['transform', transformCases],
  ['type', typeCases],
  ['user mapping', userMappingCases],
];

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(async () => {
  await scratch.drop();
});

function isOfThisServer({ since = 0, until = Infinity }: CatalogCase): boolean {
  const { major } = scratch.database.server;
  return since <= major && major <= until;
}

function keyOf({ kind, object }: CatalogCase): string {
  return `${kind ?? ''} ${object ?? ''}`;
}

describe.each(kinds)('a change of the kind %s', (_kind, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s is seen as what it is, and its repair restores the catalog',
    async (_name, one) => {
      if (!isOfThisServer(one)) return;
      const outcome = await runCatalogCase(scratch.session, one);
      expect(outcome.found).toEqual(one.kind ? expect.arrayContaining([keyOf(one)]) : []);
      for (const text of one.says ?? []) expect(outcome.texts).toContain(text);
      expect(outcome.repaired).toBe(one.repair !== 'impossible');
      expect(outcome.remaining).toEqual([]);
    },
  );
});

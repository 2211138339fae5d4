import { assertNever } from '../../errors.js';
import type { IndexCost, Service } from '../model/index-model.js';
import { code, codes, joined, type Inline } from './document.js';
import type { Links } from './links.js';
import { shortName } from './names.js';
import { withoutOuterParentheses } from './outer-parentheses.js';

type Words = readonly Inline[];

/** Describes the uses of an index. */
export function servicesInWords(services: readonly Service[], links: Links): Words {
  return joined(
    services.map((service) => serviceInWords(service, links)),
    '; ',
  );
}

const mostRelations = 5;

function serviceInWords(service: Service, links: Links): Words {
  switch (service.kind) {
    case 'unusable':
      return [{ strong: 'invalid' }, ': no query uses it'];
    case 'constraint':
      return [`the ${service.type}${service.type === 'primary key' ? '' : ' constraint'}`];
    case 'uniqueness':
      return ['keeps ', ...codes(service.keys), ' unique'];
    case 'referenced by':
      return ['foreign keys of ', ...relationList(service.relations, links)];
    case 'foreign key':
      return ['foreign key to ', links.relation(service.referenced)];
    case 'look-up':
      return lookUpInWords(service.method, service.keys);
    case 'included':
      return ['reading ', ...codes(service.columns), ' from the index alone'];
    case 'partial':
      return ['only where ', code(withoutOuterParentheses(service.predicate))];
    case 'redundant':
      return redundancyInWords(service);
    default:
      return assertNever(service);
  }
}

function relationList(relations: readonly string[], links: Links): Words {
  const named = relations.slice(0, mostRelations).map((relation) => [links.relation(relation)]);
  const others = relations.length - named.length;
  return joined(others > 0 ? [...named, [`${others} more`]] : named);
}

function lookUpInWords(method: string, keys: readonly string[]): Words {
  const parts = keys.map((key) => [code(key)]);
  if (method === 'btree') return ['look-ups and order by ', ...joined(parts, ', then ')];
  if (method === 'hash') return ['look-ups by equal ', ...joined(parts)];
  return [`${method} searches in `, ...joined(parts)];
}

function redundancyInWords({ with: other, because }: Extract<Service, { kind: 'redundant' }>): Words {
  const reason = because === 'same keys' ? ' has the same keys' : ' begins with the same keys';
  return [{ strong: 'redundant' }, ': ', code(shortName(other)), reason];
}

const entryWords: Readonly<Record<IndexCost['entries'], string>> = {
  'one for each row': 'an entry for each row',
  'one for each element': 'an entry for each element of a row',
  'a summary of page ranges': 'a summary of each range of pages',
  'up to the method': 'what its access method writes',
};

/** Describes the cost of an index. */
export function costInWords({ entries, columns, predicate }: IndexCost): Words {
  const rows = predicate === undefined ? [] : [' where ', code(withoutOuterParentheses(predicate))];
  const updates = columns.length === 0 ? [] : ['; no HOT update of ', ...codes(columns)];
  return [entryWords[entries], ...rows, ...updates];
}

/** Explains the terms of `costInWords` (PostgreSQL 18 manual, 66.7 "Heap-Only Tuples"). */
export const costLegend =
  'An insert writes the entries. An update that changes a column named here writes to every index of the table; one that changes none can be heap-only (HOT) and then writes to none of them.';

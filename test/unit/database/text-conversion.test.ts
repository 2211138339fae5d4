import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files with SQL for users: templates, examples, repairs of user columns, and values that a user entered. */
const others = [
  'create/templates/enum-swap.ts',
  'create/sql-templates.ts',
  'lint/rules/enum-value-stays.ts',
  'catalog/model/canonical-expression.ts',
  'catalog/repair/type-swap.ts',
  'catalog/kinds/column/repair.ts',
];

const lines = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !others.includes(path))
  .flatMap((path) =>
    readFileSync(join('src', path), 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );

/** Operands without casts by users to text: types with a built-in one (`name`, `"char"`, `xml`), rows, NULL. */
const builtIn =
  /(NULL|name|label|typcategory|typdelim|false, true, ''\)|attmissingval|m\.\$\{column\}|\(\$\{stored\}\)|ROW\([^)]*\)\}?\))$/;

describe('the SQL of the tool', () => {
  it('casts no type to text for which a user can create a cast', () => {
    const found = lines.flatMap((line) =>
      [...line.matchAll(/(\S.*?)::(?:pg_catalog\.)?(?:text|varchar)\b(?!\[)/g)]
        .filter(([, operand = '']) => !builtIn.test(operand))
        .map(() => line),
    );
    expect(found).toEqual([]);
  });

  it('concatenates only values that `||` does not have to cast', () => {
    expect(lines.filter((line) => /\|\| [\w.]+::pg_catalog\.reg\w+(?!\S*::)/.test(line))).toEqual([]);
  });

  it('casts no text to a number or boolean', () => {
    const made = /(setting(\([^)]*\))?|split_part\([^)]*\))::(pg_catalog\.)?\w+/;
    expect(lines.filter((line) => made.test(line))).toEqual([]);
  });
});

/** One test case in the JUnit XML format of CI servers. */
export interface JunitCase {
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly milliseconds: number;
  readonly outcome:
    | { readonly kind: 'passed'; readonly output: string }
    | { readonly kind: 'skipped'; readonly message: string }
    | { readonly kind: 'failure'; readonly message: string; readonly type: string; readonly text: string };
}

export interface JunitSuite {
  readonly name: string;
  readonly milliseconds: number;
  readonly cases: readonly JunitCase[];
}

/** Renders a document with one suite. */
export function junitXml({ name, milliseconds, cases }: JunitSuite): string {
  const number = (kind: JunitCase['outcome']['kind']) =>
    cases.filter(({ outcome }) => outcome.kind === kind).length;
  const suite = {
    name,
    tests: cases.length,
    failures: number('failure'),
    errors: 0,
    skipped: number('skipped'),
    time: seconds(milliseconds),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${attributes(suite)}>`,
    ...cases.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ attributes: own, milliseconds, outcome }: JunitCase): string {
  const head = attributes({ ...own, time: seconds(milliseconds) });
  const body = bodyOf(outcome);
  return body === '' ? `    <testcase${head}/>` : `    <testcase${head}>${body}</testcase>`;
}

function bodyOf(outcome: JunitCase['outcome']): string {
  switch (outcome.kind) {
    case 'passed':
      return outcome.output === '' ? '' : `<system-out>${escapeXml(outcome.output)}</system-out>`;
    case 'skipped':
      return `<skipped${attributes({ message: outcome.message })}/>`;
    case 'failure': {
      const { message, type, text } = outcome;
      return `<failure${attributes({ message, type })}>${escapeXml(text)}</failure>`;
    }
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that XML 1.0 (section 2.2) has no way to write: control characters and lone surrogates. */
// eslint-disable-next-line no-control-regex -- these are the characters that are meant
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll('\r', '&#13;')
    .replace(notInXml, '\ufffd');
}

import { allEdges, noEdges, type EdgeRules } from '../../../src/rows/edge-rules.js';
import { milderEdges, type StepRefusal } from '../../../src/rows/milder-edges.js';

/** The rules that are tried one after the other if every attempt fails in the same way. */
function triesAfter(refusal: StepRefusal): readonly string[] {
  const tries: string[] = [];
  let rules: EdgeRules | undefined = allEdges;
  while ((rules = milderEdges(rules, refusal)) && tries.length < 20) {
    tries.push([...rules.classes, ...rules.filled, rules.duplicates].join(' '));
  }
  return tries;
}

describe('milderEdges', () => {
  it('omits one more class of edge values each time, and ends with plain rows', () => {
    expect(triesAfter({ code: '22003', column: undefined })).toEqual([
      'absent odd some',
      'absent some',
      'odd some',
      'none',
    ]);
  });

  it('first fills the column that must not be null', () => {
    expect(triesAfter({ code: '23502', column: 'public.t.a' })[0]).toBe('absent odd extreme public.t.a some');
  });

  it('first omits duplicate values if a key is required', () => {
    expect(triesAfter({ code: '23505', column: undefined })[0]).toBe('absent odd extreme none');
  });

  it('has no further step after plain rows', () => {
    expect(milderEdges(noEdges, { code: '22003', column: undefined })).toBeUndefined();
  });
});

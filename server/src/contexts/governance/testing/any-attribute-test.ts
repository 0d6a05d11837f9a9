import fc from 'fast-check'
import type { AttributeTest } from '../model/condition.ts'

const one = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)

/** What a grant, an opt-in or an attachment may ask of tags. */
export const attributeTest: fc.Arbitrary<AttributeTest> = fc.letrec<{ any: AttributeTest }>(
  (tie) => ({
    any: fc.oneof(
      { maxDepth: 2 },
      one('desk', 'none').map((tag) => ({ op: 'has' as const, tag })),
      fc
        .tuple(one('desk', 'none'), one('a', 'b'))
        .map(([tag, value]) => ({ op: 'equals' as const, tag, value })),
      fc.record({
        op: one('and' as const, 'or' as const),
        terms: fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }),
).any

import { isDeepStrictEqual } from 'node:util'

/** Tags of a principal. */
export type Attributes = Readonly<Record<string, string>>

/** What a grant or an opt-in asks of the principal’s tags, for it to count. */
export interface Condition {
  /** As it was written. */
  text: string
  test: AttributeTest
}

export type AttributeTest =
  | { op: 'has'; tag: string }
  | { op: 'equals'; tag: string; value: string }
  | { op: 'and' | 'or'; terms: readonly AttributeTest[] }

/** No condition holds for everybody; one that errs, as by a tag that is not there, for nobody. */
export function conditionHolds(
  condition: Condition | undefined,
  attributes: Attributes | undefined,
): boolean {
  return condition === undefined || verdict(condition.test, attributes ?? {}) === true
}

/** Cedar: undefined is its error, which ends whatever is not decided before it. */
function verdict(test: AttributeTest, attributes: Attributes): boolean | undefined {
  switch (test.op) {
    case 'has':
      return Object.hasOwn(attributes, test.tag)
    case 'equals':
      return Object.hasOwn(attributes, test.tag) ? attributes[test.tag] === test.value : undefined
    default: {
      const deciding = test.op === 'or'
      for (const term of test.terms) {
        const one = verdict(term, attributes)
        if (one !== !deciding) return one
      }
      return !deciding
    }
  }
}

/** By what they ask, not by how it is written. */
export function sameCondition(one: Condition | undefined, other: Condition | undefined): boolean {
  return isDeepStrictEqual(one?.test, other?.test)
}

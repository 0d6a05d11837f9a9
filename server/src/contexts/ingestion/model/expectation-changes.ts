import type { Expectation } from './calendar.ts'
import type { Delivery } from './ledger.ts'

/** What another calendar makes of the deliveries that are waited for. */
export interface ExpectationChanges {
  /** Are waited for from now on. */
  added: Expectation[]
  /** Are due at another time than before. */
  moved: (Expectation & { id: string; before: Date | null })[]
  /** Nobody waits for them any more. */
  withdrawn: Pick<Delivery, 'id' | 'slice'>[]
}

/** What came stays as it was expected; only what is still waited for is looked at. */
export function expectationChanges(
  known: readonly Delivery[],
  wanted: readonly Expectation[],
): ExpectationChanges {
  const slices = new Map(wanted.map((one) => [one.slice, one]))
  const there = new Set(known.map(({ slice }) => slice))
  const open = known.filter(({ state }) => state === 'expected')
  return {
    added: wanted.filter(({ slice }) => !there.has(slice)),
    moved: open.flatMap(({ id, slice, deadlineAt, expectedAt }) => {
      const one = slices.get(slice)
      const same =
        one?.deadlineAt.getTime() === deadlineAt?.getTime() &&
        one?.expectedAt.getTime() === expectedAt?.getTime()
      return one && !same ? [{ ...one, id, before: deadlineAt }] : []
    }),
    withdrawn: open
      .filter(({ slice }) => !slices.has(slice))
      .map(({ id, slice }) => ({ id, slice })),
  }
}

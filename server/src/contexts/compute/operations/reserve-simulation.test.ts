import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../../foundation/errors.ts'
import { type Capacity, type CapacityLimit, GIB, RESOURCES } from '../model/capacity.ts'
import { account, ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

const RUNS = 15
const LIMITS: Record<string, CapacityLimit> = {
  application: { cpu: 4, memoryBytes: 8 * GIB },
  account: { cpu: 6, memoryBytes: 10 * GIB, diskBytes: 60 * GIB },
  platform: { cpu: 8, memoryBytes: 32 * GIB, diskBytes: 200 * GIB },
}
const OWNERS = ['application', 'account', 'other account'] as const

const anySize = fc.record({
  cpu: fc.constantFrom(0.5, 1, 2, 4),
  memoryBytes: fc.integer({ min: 1, max: 6 }).map((gib) => gib * GIB),
  diskBytes: fc.integer({ min: 0, max: 40 }).map((gib) => gib * GIB),
})
const anyStep = fc.oneof(
  fc.record({ take: anySize, owner: fc.constantFrom(...OWNERS) }),
  fc.record({ release: fc.nat() }),
)

/** What is held, with the levels that it counts at. */
interface Held extends Capacity {
  id: string
  levels: string[]
}

function below(held: readonly Held[], more?: Capacity & { levels: string[] }): boolean {
  return Object.entries(LIMITS).every(([level, limit]) =>
    RESOURCES.every((resource) => {
      const counted = [...held, ...(more ? [more] : [])].filter((one) => one.levels.includes(level))
      const total = counted.reduce((sum, one) => sum + one[resource], 0)
      return total <= (limit[resource] ?? Number.POSITIVE_INFINITY)
    }),
  )
}

const LEVELS = {
  application: ['application', 'account', 'platform'],
  account: ['account', 'platform'],
  'other account': ['platform'],
}

/** One application under its account's limit, beside another account. */
async function givenLimits() {
  const given = await givenCompute()
  const { compute } = given
  await compute.setAccountLimit(ana, { accountId: account, ...LIMITS.account })
  const plan = { ...onePlan, maximumCapacity: LIMITS.application ?? {} }
  const { id } = await compute.createApplication(ana, { plan, clientToken: 't' })
  await compute.startApplication(ana, id)
  const other = stranger.accountId
  const owners = {
    application: { kind: 'application' as const, id, accountId: account },
    account: { kind: 'account' as const, id: account, accountId: account },
    'other account': { kind: 'account' as const, id: other, accountId: other },
  }
  /** Undefined where a maximum stands in the way. */
  const take = (owner: keyof typeof owners, size: Capacity) =>
    compute.reserve({ owner: owners[owner], ...size }).catch((error: unknown) => {
      assert.ok(error instanceof DomainError && error.code === 'compute.capacity-exceeded')
      return undefined
    })
  return { ...given, take, [Symbol.asyncDispose]: () => given[Symbol.asyncDispose]() }
}

test('given any takings and releases, when played, then no cap is passed or missed', async () => {
  await using given = await givenLimits()
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 40 }), async (steps) => {
      const held: Held[] = []

      for (const step of steps) {
        if ('release' in step) {
          const [gone] = held.splice(step.release % Math.max(1, held.length), 1)
          if (gone) await given.compute.release(gone.id)
          continue
        }
        const levels = LEVELS[step.owner]
        const fits = below(held, { ...step.take, levels })
        const taken = await given.take(step.owner, step.take)
        assert.equal(taken !== undefined, fits)
        if (taken) held.push({ ...step.take, id: taken.id, levels })
      }

      assert.ok(below(held))
      for (const { id } of held) await given.compute.release(id)
    }),
    { numRuns: RUNS },
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { capped, firstExcess, RESOURCES, sum } from './capacity.ts'

const capacity = fc.record({
  cpu: fc.nat(64),
  memoryBytes: fc.nat(1e6),
  diskBytes: fc.nat(1e6),
})
const limit = fc.record(
  { cpu: fc.nat(64), memoryBytes: fc.nat(1e6), diskBytes: fc.nat(1e6) },
  { requiredKeys: [] },
)

test('given any limits, when capacity is capped, then it just fits', () => {
  fc.assert(
    fc.property(capacity, limit, limit, (wanted, account, platform) => {
      const limits = [
        { level: 'account' as const, limit: account },
        { level: 'platform' as const, limit: platform },
      ]
      const { granted, cuts } = capped(wanted, limits)
      const used = { cpu: 0, memoryBytes: 0, diskBytes: 0 }
      const levels = limits.map((one) => ({ ...one, used }))
      assert.equal(firstExcess(granted, levels), undefined)
      for (const resource of RESOURCES) {
        const cut = cuts.some((one) => one.resource === resource)
        assert.equal(granted[resource] < wanted[resource], cut)
      }
    }),
  )
})

test('given any reservations, when none exceeds, then their sum is within the limit', () => {
  fc.assert(
    fc.property(fc.array(capacity, { maxLength: 20 }), limit, (wishes, most) => {
      const held: typeof wishes = []
      for (const wish of wishes)
        if (!firstExcess(wish, [{ level: 'account', limit: most, used: sum(held) }]))
          held.push(wish)
      for (const resource of RESOURCES)
        assert.ok(sum(held)[resource] <= (most[resource] ?? Number.POSITIVE_INFINITY))
    }),
  )
})

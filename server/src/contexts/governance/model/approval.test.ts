import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyWorld } from '../testing/any-world.ts'
import { type Approval, type ApprovalRule, lacking, rulesOn } from './approval.ts'
import type { ResourceName } from './resource-name.ts'
import { createSnapshot } from './snapshot.ts'
import { columnTags, tableTags } from './tag-inheritance.ts'

const PEOPLE = ['ana', 'ben', 'cleo', 'dan']

const rule = fc.record({
  name: fc.constantFrom('one', 'two'),
  expression: fc.constant([]),
  approvers: fc.uniqueArray(fc.constantFrom('u1', 'u2', 'r1', 'r2'), { minLength: 1 }),
  persons: fc.integer({ min: 1, max: 3 }),
})

const approval = fc.record({
  principal: fc.constantFrom('u1', 'u2', 'r1', 'r2', 'nobody'),
  person: fc.constantFrom(...PEOPLE),
  digest: fc.constant('d'),
  approvedAt: fc.constant(new Date(0)),
})

test('given any approvals, then every rule has its persons or lacks exactly the others', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const agree = (rules: ApprovalRule[], approvals: Approval[]) => {
    const missing = new Map(lacking(rules, approvals).map(({ rule, persons }) => [rule, persons]))

    for (const one of rules) {
      // By people, one after the other, and not by counting approvals.
      const said = PEOPLE.filter((person) =>
        one.approvers.some((principal) =>
          approvals.some((given) => given.person === person && given.principal === principal),
        ),
      )
      assert.equal(missing.get(one) ?? 0, Math.max(0, one.persons - said.length))
    }
  }

  const property = fc.property(fc.array(rule, { maxLength: 4 }), fc.array(approval), agree)
  fc.assert(property, { seed, numRuns: 5000 })
})

test('given one more approval, then never more is lacking, and twice is once', () => {
  const agree = (rules: ApprovalRule[], approvals: Approval[], more: Approval) => {
    const sum = (given: Approval[]) =>
      lacking(rules, given).reduce((total, { persons }) => total + persons, 0)

    assert.ok(sum([...approvals, more]) <= sum(approvals))
    assert.equal(
      sum([...approvals, more, { ...more, approvedAt: new Date(1) }]),
      sum([...approvals, more]),
    )
  }

  const property = fc.property(fc.array(rule), fc.array(approval), approval, agree)
  fc.assert(property, { numRuns: 2000 })
})

test('given any world, then a rule holds where table or asked column bear its tags', (t) => {
  const seed = Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  let held = 0
  const agree = (world: Parameters<typeof createSnapshot>[0], pick: number, take: number) => {
    const snapshot = createSnapshot(world, 0)
    const tables = [...world.tables.values()]
    const table = tables[pick % tables.length]
    const database = world.databases.get(table?.databaseId ?? '')
    assert.ok(table && database)
    const include = table.columns.slice(0, 1 + (take % table.columns.length))
    const on = { database: database.name, table: table.name }
    const resource: ResourceName = {
      ...{ ...on, kind: 'columns' },
      include: include.map(({ name }) => name),
    }
    const rules = [...world.assignments.values()].map(
      ({ key, value }, at): ApprovalRule => ({
        ...{ name: `rule ${at}`, approvers: ['u1'], persons: 1 },
        expression: [{ key, values: [value] }],
      }),
    )

    const found = rulesOn(snapshot, { catalogId: database.accountId, resource }, rules)

    const bears = ({ expression: [term] }: ApprovalRule) => {
      const tags = [
        tableTags(snapshot.assignments, table),
        ...include.map(({ id }) => columnTags(snapshot.assignments, table, id)),
      ]
      return tags.some((one) => one.get(term?.key ?? '')?.value === term?.values[0])
    }
    assert.deepEqual(found, rules.filter(bears))
    held += found.length
  }

  fc.assert(fc.property(anyWorld, fc.nat(), fc.nat(), agree), { seed, numRuns: 1000 })
  assert.ok(held > 50)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput, notFound } from '../errors.ts'
import { givenTags, home, trades } from '../testing/given-governance.ts'

const mkt = { kind: 'database', database: 'mkt' } as const

const market = [{ key: 'domain', value: 'market' }]

const ops = [{ key: 'domain', value: 'ops' }]

test('given an unknown value, when tags are set, then the others are set', async () => {
  await using given = await givenTags()
  const admin = given.caller('admin')
  const pairs = [...market, { key: 'sens', value: 'unknown' }]

  const command = { catalogId: home, resource: trades, pairs }
  const failures = await given.governance.addTagsToResource(admin, command)

  assert.equal(failures.length, 1)
  assert.ok(notFound.matches(failures[0]?.error))
  const { table } = await given.governance.getResourceTags(admin, command)
  assert.deepEqual(table, [{ key: 'domain', value: 'market', level: 'table' }])
})

test('given two values of one key, when they are set, then it is refused', async () => {
  await using given = await givenTags()

  const command = { catalogId: home, resource: mkt, pairs: [...market, ...ops] }
  const set = given.governance.addTagsToResource(given.caller('admin'), command)

  await assert.rejects(set, invalidInput.matches)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { givenTags, home, trades } from '../testing/given-governance.ts'

const mkt = { kind: 'database', database: 'mkt' } as const

const pnl = { ...trades, kind: 'columns', include: ['pnl'] } as const

const market = [{ key: 'domain', value: 'market' }]

const ops = [{ key: 'domain', value: 'ops' }]

test('given tags at three levels, when they are read, then the lowest wins', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.addTagsToResource(admin, { catalogId: home, resource: mkt, pairs: market })
  await governance.addTagsToResource(admin, { catalogId: home, resource: pnl, pairs: ops })

  const query = { catalogId: home, resource: trades }
  const tags = await governance.getResourceTags(admin, query)
  const own = await governance.getResourceTags(admin, { ...query, assignedOnly: true })

  assert.deepEqual(tags.table, [{ key: 'domain', value: 'market', level: 'database' }])
  const column = tags.columns.find(({ name }) => name === 'pnl')
  assert.deepEqual(column?.tags, [{ key: 'domain', value: 'ops', level: 'column' }])
  assert.deepEqual(own.table, [])
  assert.deepEqual(
    own.columns.map(({ name }) => name),
    ['pnl'],
  )
})

test('given no right, when tags are set or read, then the table looks absent', async () => {
  await using given = await givenTags()
  const command = { catalogId: home, resource: trades, pairs: market }

  const set = () => given.governance.addTagsToResource(given.caller('eve'), command)
  const read = () => given.governance.getResourceTags(given.caller('eve'), command)

  await Promise.all([assert.rejects(set, notFound.matches), assert.rejects(read, notFound.matches)])
})

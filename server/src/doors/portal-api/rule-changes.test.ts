import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem, Resource, RuleChange } from '@millrace/contract'
import { flights, givenRules, RESEARCH } from './testing/given-rules.ts'

test('given tags and a filter, when made, then the lists of the dataset have them', async () => {
  await using given = await givenRules()
  const resource: Resource = { kind: 'columns', ...flights, include: ['tailnum'] }

  const { status } = await given.apply([
    { does: 'create-tag', key: 'Sensitivity', values: ['internal', 'restricted'] },
    {
      does: 'assign',
      resource: { kind: 'database', database: 'mobility' },
      tags: [{ key: 'sensitivity', value: 'internal' }],
    },
    { does: 'assign', resource, tags: [{ key: 'sensitivity', value: 'restricted' }] },
    {
      ...{ does: 'create-filter', ...flights, name: 'delta' },
      ...{ rows: "carrier = 'DL'", columns: { exclude: ['tailnum'] } },
    },
  ])

  assert.equal(status, 200)
  const tags = await given.get('getDatasetTags', `${given.inDataset}/tags`)
  const internal = { key: 'sensitivity', value: 'internal', from: 'database' }
  const [, tailnum] = tags.columns
  assert.deepEqual([tags.database, tags.table], [[internal], [internal]])
  assert.deepEqual(tailnum, {
    ...{ name: 'tailnum', type: 'string' },
    tags: [{ key: 'sensitivity', value: 'restricted', from: 'column' }],
  })
  const { items } = await given.get('listDataFilters', `${given.inDataset}/filters`)
  assert.deepEqual(
    items.map(({ version: _, ...filter }) => filter),
    [{ name: 'delta', rows: "carrier = 'DL'", columns: { exclude: ['tailnum'] } }],
  )
})

test('given a grant, when it is listed, then its own words take it back', async () => {
  await using given = await givenRules()
  const endsAt = '2099-01-01T00:00:00.000Z'
  const resource: Resource = { kind: 'columns', ...flights, include: ['carrier'] }
  const granted: RuleChange = {
    ...{ does: 'grant', principal: given.research, resource },
    ...{ permissions: ['SELECT'], grantable: [], endsAt },
  }
  await given.apply([granted])

  const all = await given.get('listGrantsMade', `access/grants/made?q=${RESEARCH}`)
  const { accountId } = given.api
  const of = `account=${accountId}&database=mobility&table=flights`
  const here = await given.get('listGrantsMade', `access/grants/made?${of}&q=${RESEARCH}`)

  const [grant] = all.items
  assert.deepEqual([all.items.length, here.items], [1, all.items])
  assert.ok(grant)
  const { principal, permissions, grantable } = grant
  const back = { principal, permissions, grantable, resource: grant.resource }
  const { answer } = await given.apply([
    { does: 'revoke', account: grant.catalog.id, ...back, endsAt },
  ])
  assert.deepEqual(answer.effects?.[0]?.lost.columns, ['carrier'])
  const left = await given.get('listGrantsMade', `access/grants/made?q=${RESEARCH}`)
  assert.deepEqual(left.items, [])
})

test('given grants of more than a page, when listed, then each is on one', async () => {
  await using given = await givenRules()
  const to = (name: string): RuleChange => ({
    ...{ does: 'grant', principal: given.research.replace(RESEARCH, name) },
    ...{ resource: { kind: 'table', ...flights }, permissions: ['SELECT'], grantable: [] },
  })
  await given.apply(['r-1', 'r-2', 'r-3'].map(to))
  const page = (cursor: string) =>
    given.get('listGrantsMade', `access/grants/made?limit=2&q=role/r-&cursor=${cursor}`)

  const first = await page('0')
  const second = await page(first.nextCursor ?? '')

  const names = [...first.items, ...second.items].map(({ principal }) => principal.split('/')[1])
  assert.deepEqual(names.toSorted(), ['r-1', 'r-2', 'r-3'])
  assert.equal(second.nextCursor, undefined)
})

test('given a mistake in a field, when planned, then the field is a fact', async () => {
  await using given = await givenRules()
  const resource = { kind: 'table', ...flights } as const
  const change: RuleChange & { does: 'grant' | 'revoke' } = {
    ...{ does: 'grant', principal: given.research, resource },
    ...{ permissions: ['SELECT'], grantable: [] },
  }
  const filter: RuleChange & { does: 'create-filter' | 'update-filter' } = {
    ...{ does: 'create-filter', ...flights, name: 'f', columns: { exclude: [] } },
  }

  const fieldOf = async (wrong: RuleChange) => (await given.plan([wrong])).answer.facts?.field

  assert.equal(await fieldOf({ ...change, principal: 'quant' }), 'principal')
  assert.equal(await fieldOf({ ...change, condition: 'always' }), 'condition')
  assert.equal(await fieldOf({ ...change, permissions: [] }), 'permissions')
  assert.equal(await fieldOf({ ...filter, rows: 'carrier = upper(1)' }), 'rows')
  assert.equal(await fieldOf({ ...filter, name: '' }), 'name')
})

test('given rules that changed since, when applied, then it is a conflict', async () => {
  await using given = await givenRules()
  const first: RuleChange[] = [{ does: 'create-tag', key: 'a', values: ['x'] }]
  const { answer: seen } = await given.plan(first)
  await given.apply([{ does: 'create-tag', key: 'b', values: ['x'] }])
  const { digest, snapshotVersion } = seen

  const stale = await given.post<Problem>('access/changes', {
    ...{ changes: first, digest, snapshotVersion },
  })

  assert.deepEqual([stale.status, stale.answer.code], [409, 'governance.effects-changed'])
})

test('given a place in a bucket, when registered or given up, then lists say so', async () => {
  await using given = await givenRules()
  const location = `s3://warehouse-${given.api.accountId}/trades`

  const { status, answer } = await given.apply([{ does: 'register', location, hybrid: true }])
  const { items } = await given.get('listLocations', 'access/locations')
  const again = await given.plan([{ does: 'register', location }])
  const theirs = await given.plan([{ does: 'register', location: 's3://nobody/x' }])
  await given.apply([{ does: 'deregister', location }])

  assert.deepEqual(
    [status, answer.steps],
    [200, [{ sign: '+', text: `hybrid location ${location}` }]],
  )
  const listed = items.find((one) => one.location === location)
  assert.deepEqual([listed?.hybrid, listed?.roleArn], [true, undefined])
  assert.deepEqual([again.status, theirs.status], [400, 403])
  const left = await given.get('listLocations', 'access/locations')
  assert.deepEqual(
    left.items.filter((one) => one.location === location),
    [],
  )
})

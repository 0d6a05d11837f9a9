import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Problem, RuleChange } from '@millrace/contract'
import { flights, givenRules } from './testing/given-rules.ts'

const TAG: RuleChange = { does: 'create-tag', key: 'domain', values: ['air', 'sea'] }
const air = [{ key: 'domain', values: ['air'] }]
const LINES: RuleChange = { does: 'create-expression', name: 'lines', expression: air }

const POLICY: RuleChange = {
  ...{ does: 'create-policy', name: 'delta only' },
  ...{ columns: [{ name: 'carrier', type: 'string' }], rows: "carrier = 'DL'" },
}

async function givenReader() {
  const given = await givenRules()
  const resource = { kind: 'table', ...flights } as const
  await given.apply([
    {
      ...{ does: 'grant', principal: given.research, resource },
      ...{ permissions: ['SELECT'], grantable: [] },
    },
  ])
  return given
}

test('given a saved expression, when changed, then by what was read and with effects', async () => {
  await using given = await givenRules()
  const { research } = given
  await given.apply([
    TAG,
    LINES,
    {
      ...{ does: 'assign', resource: { kind: 'table', ...flights } },
      tags: [{ key: 'domain', value: 'air' }],
    },
    {
      ...{ does: 'grant', principal: research, permissions: ['SELECT'], grantable: [] },
      resource: { kind: 'table-policy', expressionName: 'lines' },
    },
  ])
  const sea = [{ key: 'domain', values: ['sea'] }]
  const change = { does: 'update-expression', name: 'lines', expression: sea } as const

  const unseen = await given.plan([{ ...change, was: sea }])
  const { answer: seen } = await given.apply([{ ...change, was: air }])

  assert.match(unseen.answer.message, /"lines" has changed since it was read/)
  assert.deepEqual(seen.effects[0]?.lost.columns, ['carrier', 'tailnum'])
  const { items } = await given.get('listTagExpressions', 'tags/expressions')
  assert.deepEqual(
    items.map(({ name, expression }) => ({ name, expression })),
    [{ name: 'lines', expression: sea }],
  )
  await given.apply([{ does: 'delete-expression', name: 'lines' }])
  assert.deepEqual((await given.get('listTagExpressions', 'tags/expressions')).items, [])
})

test('given a policy, when attached and detached, then rows are told before', async () => {
  await using given = await givenReader()
  const resource = { kind: 'table', ...flights } as const
  await given.apply([POLICY])
  const on = { policy: 'delta only', resource } as const

  const attached = await given.apply([{ does: 'attach', ...on }])
  const [policy] = (await given.get('listRowPolicies', 'access/row-policies')).items
  const detached = await given.apply([{ does: 'detach', ...on }])

  const theirs = attached.answer.effects.find(({ principal }) => principal === given.research)
  assert.deepEqual(theirs?.rows, { before: 'all', after: "carrier = 'DL'" })
  assert.deepEqual(policy, {
    ...{ name: 'delta only', rows: "carrier = 'DL'" },
    columns: [{ name: 'carrier', type: 'string' }],
    attachments: [{ on: 'mobility.flights', resource }],
  })
  const back = detached.answer.effects.find(({ principal }) => principal === given.research)
  assert.deepEqual(back?.rows, { before: "carrier = 'DL'", after: 'all' })
})

test('given a policy that somebody else changed, when changed, then it is refused', async () => {
  await using given = await givenRules()
  const change = { ...POLICY, does: 'update-policy' } as const
  await given.apply([POLICY])
  await given.apply([{ ...change, rows: "carrier = 'AA'" }])

  const columns = [{ name: 'carrier', type: 'string' }]
  const others = [
    { columns, rows: "carrier = 'DL'" },
    { columns: [...columns, { name: 'origin' }], rows: "carrier = 'AA'" },
  ]
  const plan = (was: (typeof others)[number]) =>
    given.plan([{ ...change, rows: "carrier = 'UA'", was }])

  for (const was of others)
    assert.match((await plan(was)).answer.message, /"delta only" has changed since it was read/)
  assert.equal((await plan({ columns, rows: " carrier = 'AA' " })).status, 200)
  const [policy] = (await given.get('listRowPolicies', 'access/row-policies')).items
  assert.equal(policy?.rows, "carrier = 'AA'")
})

test('given mistakes in what is saved, when planned, then each field is a fact', async () => {
  await using given = await givenRules()
  await given.apply([TAG, LINES])
  const fieldOf = async (wrong: RuleChange) => (await given.plan([wrong])).answer.facts?.field
  const policy = { ...POLICY, does: 'create-policy' } as const

  assert.equal(await fieldOf(LINES), 'name')
  assert.equal(await fieldOf({ ...policy, name: '' }), 'name')
  assert.equal(await fieldOf({ ...policy, rows: 'tailnum = 1' }), 'rows')
  const columns = [{ name: 'carrier', type: 'map<int,int>' }]
  assert.equal(await fieldOf({ ...policy, columns }), 'columns')
  const onPlace: RuleChange = {
    ...{ does: 'grant', principal: given.research, grantable: [] },
    ...{ permissions: ['DATA_LOCATION_ACCESS'] },
    resource: { kind: 'location', location: 'file:///etc' },
  }
  assert.equal(await fieldOf(onPlace), 'location')
})

test('given grants beside tables, when planned, then rights are told', async () => {
  await using given = await givenRules()
  const { research: principal } = given
  await given.apply([TAG, LINES, POLICY])
  const grant = (resource: object, ...permissions: string[]) =>
    ({ does: 'grant', principal, permissions, grantable: [], resource }) as RuleChange
  const changes = [
    grant({ kind: 'tag', key: 'domain', values: ['*'] }, 'ASSOCIATE'),
    grant({ kind: 'expression', name: 'lines' }, 'DESCRIBE'),
    grant({ kind: 'row-policy', name: 'delta only' }, 'ASSOCIATE'),
    grant({ kind: 'catalog' }, 'CREATE_DATABASE'),
  ]

  const { answer } = await given.apply(changes)

  assert.deepEqual(answer.effects, [])
  assert.deepEqual(
    answer.rights.map(({ on, gained, lost }) => [on, gained.permissions, lost.permissions]),
    [
      ['tag domain=*', ['ASSOCIATE'], []],
      ['expression lines', ['DESCRIBE'], []],
      ['RLS policy delta only', ['ASSOCIATE'], []],
      ['Catalog', ['CREATE_DATABASE'], []],
    ],
  )
  const gone = await given.plan([{ does: 'delete-expression', name: 'lines' }])
  const [lost] = gone.answer.rights
  assert.deepEqual([lost?.principal, lost?.lost.permissions], [principal, ['DESCRIBE']])
})

test('given a grant that begins later, when planned, then it is told from when on', async () => {
  await using given = await givenRules()
  const startsAt = '2099-01-01T00:00:00.000Z'
  const later: RuleChange = {
    ...{ does: 'grant', principal: given.research, startsAt },
    ...{ resource: { kind: 'table', ...flights }, permissions: ['SELECT'], grantable: [] },
  }

  const { answer } = await given.apply([later])

  const [effect, ...more] = answer.effects
  assert.deepEqual(more, [])
  assert.deepEqual(effect?.gained.columns, ['carrier', 'tailnum'])
  assert.equal(effect?.startsAt, startsAt)
  const { items } = await given.get('listGrantsMade', 'access/grants/made?q=research')
  assert.deepEqual(
    items.map((grant) => [grant.state, grant.startsAt]),
    [['not-yet', startsAt]],
  )
  const back = await given.apply([{ ...later, does: 'revoke' }])
  assert.equal(back.answer.effects[0]?.startsAt, startsAt)
  assert.deepEqual(back.answer.effects[0]?.lost.columns, ['carrier', 'tailnum'])
})

test('given nobody in charge, when they plan what is saved, then that is denied', async () => {
  await using given = await givenRules()
  const { api } = given
  const eve = await api.given.user(api.admin, 'eve')
  const token = await api.identity.issueToken(eve, 600)
  const headers = { ...api.bearer, authorization: `Bearer ${token}` }
  const plan = async (change: RuleChange) => {
    const init = { method: 'POST', headers, body: JSON.stringify({ changes: [change] }) }
    const answer = await fetch(`${api.url}/access/changes/plan`, init)
    return { status: answer.status, problem: (await answer.json()) as Problem }
  }
  await given.apply([TAG, LINES, POLICY])

  for (const change of [
    POLICY,
    LINES,
    { does: 'delete-expression', name: 'lines' },
    { does: 'delete-policy', name: 'delta only' },
    { does: 'attach', policy: 'delta only', resource: { kind: 'table', ...flights } },
  ] as const) {
    const { status, problem } = await plan(change)
    assert.deepEqual([status, problem.code], [403, 'governance.step-denied'], change.does)
  }
  const list = await fetch(`${api.url}/access/row-policies`, { headers })
  assert.ok(list.status === 403 || ((await list.json()) as { items: [] }).items.length === 0)
})

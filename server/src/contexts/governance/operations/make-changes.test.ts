import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepDenied, stepRefused } from '../errors.ts'
import type { Step } from '../model/book-step.ts'
import {
  arn,
  givenTags,
  grantOfTrades,
  grantOfUs,
  home,
  table,
  trades,
  us,
  usName,
} from '../testing/given-governance.ts'

const grant: Step = { does: 'grant', command: grantOfTrades }
const region: Step = {
  does: 'create-tag',
  command: { catalogId: home, key: 'region', values: ['eu'] },
}

test('given several steps, when made, then each works on what those before it left', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const before = await governance.planChanges(caller('admin'), [region])

  await governance.makeChanges(caller('admin'), [
    region,
    {
      does: 'assign',
      command: { catalogId: home, resource: trades, pairs: [{ key: 'region', value: 'eu' }] },
    },
    grant,
  ])

  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
  const after = await governance.planChanges(caller('admin'), [grant])
  assert.equal(after.snapshotVersion, before.snapshotVersion + 1, 'all are one version')
})

test('given a step that is refused, when made, then none stays and its field is told', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const nobody: Step = { does: 'grant', command: { ...grantOfTrades, principal: 'somebody' } }
  const wrong: Step = { does: 'create-filter', command: { ...us, rows: 'sym ==' } }

  const made = governance.makeChanges(caller('admin'), [region, nobody])

  await assert.rejects(made, { code: stepRefused.code, facts: { ...FACTS, field: 'principal' } })
  const filter = governance.makeChanges(caller('admin'), [wrong])
  await assert.rejects(filter, (error: { facts?: { field?: string } }) => {
    return stepRefused.matches(error) && error.facts?.field === 'rows'
  })
  const tags = await governance.listTags(caller('admin'), { catalogId: home, shared: 'OWN' })
  assert.deepEqual(
    tags.map(({ key }) => key),
    ['domain'],
  )
})

const FACTS = {
  step: 2,
  text: '+ SELECT on mkt.trades to somebody',
  reason: 'Invalid principal, "somebody"',
}

test('given who may not make one of the changes, when made, then none is', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  await governance.grantPermissions(caller('admin'), {
    ...grantOfTrades,
    ...{ principal: arn('eve'), grantable: ['SELECT'] },
  })

  const made = governance.makeChanges(caller('eve'), [grant, region])

  await assert.rejects(made, stepDenied.matches)
  await assert.rejects(governance.demandTable(caller('analyst'), table.id, 'SELECT'))
})

test('given a filter that is granted, when deleted with its grants, then both go', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  await governance.createDataFilter(caller('admin'), us)
  await governance.grantPermissions(caller('admin'), grantOfUs)
  const gone = (force: boolean): Step[] => [
    { does: 'delete-filter', command: { ...usName, force } },
  ]

  await assert.rejects(governance.makeChanges(caller('admin'), gone(false)), stepRefused.matches)
  await governance.makeChanges(caller('admin'), gone(true))

  await assert.rejects(governance.demandTable(caller('analyst'), table.id, 'SELECT'))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../foundation/sql.ts'
import { effectsChanged, notFound, planChanged } from './errors.ts'
import type { Step } from './model/book-step.ts'
import { arn, givenTags, grantOfTrades, home, table } from './testing/given-governance.ts'

const grant: Step = { does: 'grant', command: grantOfTrades }
const steps = [grant]

test('given changes, when planned, then steps and effects are told and nothing stays', async () => {
  await using given = await givenTags()
  const { governance, caller } = given

  const plan = await governance.planChanges(caller('admin'), steps)

  assert.deepEqual(plan.steps, [{ sign: '+', text: `SELECT on mkt.trades to ${arn('analyst')}` }])
  assert.deepEqual(
    plan.effects.map(({ principal, gained }) => [principal, gained.columns]),
    [[arn('analyst'), ['sym', 'px', 'pnl']]],
  )
  const reads = governance.demandTable(caller('analyst'), table.id, 'SELECT')
  await assert.rejects(reads, notFound.matches)
})

test('given what was seen, when applied, then it stands', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const seen = await governance.planChanges(caller('admin'), steps)

  await governance.applyChanges(caller('admin'), { ...seen, steps })

  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
})

test('given any other change since, when applied, then it must be seen again', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const seen = await governance.planChanges(caller('admin'), steps)
  // It changes nothing of what was seen, but the rules are no longer those on which it was.
  await governance.createTag(caller('admin'), { catalogId: home, key: 'region', values: ['eu'] })

  const stale = governance.applyChanges(caller('admin'), { ...seen, steps })

  await assert.rejects(stale, effectsChanged.matches)
  const again = await governance.planChanges(caller('admin'), steps)
  assert.equal(again.digest, seen.digest)
  await governance.applyChanges(caller('admin'), { ...again, steps })
  await governance.demandTable(caller('analyst'), table.id, 'SELECT')
})

test('given other steps than were seen, when applied, then they are refused', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const seen = await governance.planChanges(caller('admin'), steps)
  const eve: Step = { does: 'grant', command: { ...grantOfTrades, principal: arn('eve') } }
  const noEnd: Step = {
    does: 'grant',
    command: { ...grantOfTrades, endsAt: new Date('2030-01-01T00:00:00Z') },
  }

  for (const other of [eve, noEnd]) {
    const tampered = governance.applyChanges(caller('admin'), { ...seen, steps: [other] })
    await assert.rejects(tampered, planChanged.matches)
  }

  await assert.rejects(governance.demandTable(caller('eve'), table.id, 'SELECT'))
})

test('given a table at a location, when deregistered, then its readers are told', async () => {
  await using given = await givenTags()
  const { governance, caller } = given
  const admin = caller('admin')
  await governance.registerLocation(admin, { location: 's3://lake' })
  await transaction(given.sql, (tx) =>
    governance.registerTable(tx, { ...table, location: 's3://lake/mkt/trades' }),
  )
  const deregister: Step = {
    does: 'deregister',
    command: { catalogId: home, location: 's3://lake' },
  }
  const none = { permissions: [], columns: [] }
  const files = { permissions: ['all files by plain S3'], columns: ['sym', 'px', 'pnl'] }

  const plain = await governance.planChanges(admin, [deregister])
  await governance.createTag(admin, { catalogId: home, key: 'sens', values: ['restricted'] })
  await governance.addTagsToResource(admin, {
    catalogId: home,
    resource: { kind: 'columns', database: 'mkt', table: 'trades', include: ['pnl'] },
    pairs: [{ key: 'sens', value: 'restricted' }],
  })
  const secret = await governance.planChanges(admin, [deregister])
  await governance.applyChanges(admin, { ...secret, steps: [deregister] })
  const back = await governance.planChanges(admin, [{ ...deregister, does: 'register' }])

  assert.deepEqual(
    [plain, secret, back].map(({ effects }) =>
      effects.map(({ names: _, ...told }) => Object.values(told)),
    ),
    [
      [['IAM_ALLOWED_PRINCIPALS', home, 'mkt', 'trades', files, none, false]],
      [['IAM_ALLOWED_PRINCIPALS', home, 'mkt', 'trades', files, none, true]],
      [['IAM_ALLOWED_PRINCIPALS', home, 'mkt', 'trades', none, files, false]],
    ],
  )
  assert.notEqual(plain.digest, secret.digest)
})

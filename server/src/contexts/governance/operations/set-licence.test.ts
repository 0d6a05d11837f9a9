import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import {
  arn,
  type GivenGovernance,
  givenTable,
  grantOfTrades,
  home,
  licenceEnded,
  partner,
  table,
} from '../testing/given-governance.ts'

const where = { catalogId: home, database: 'mkt', table: 'trades' }
const ended = {
  ...{ tableId: table.id, agreementId: 'agr-1', name: 'ticks' },
  endsAt: new Date('2020-01-01T00:00:00Z'),
}

async function givenReader(): Promise<GivenGovernance> {
  const given = await givenTable()
  const grant = { ...grantOfTrades, permissions: ['SELECT'] as const, grantable: [] }
  await given.governance.grantPermissions(given.caller('admin'), grant)
  return given
}

async function reads({ governance, caller }: Pick<GivenGovernance, 'governance' | 'caller'>) {
  return (await governance.tableAccess(caller('analyst'), table.id)).permissions.has('SELECT')
}

test('given an ended licence, when set, then no server lets read, and it is told', async () => {
  await using given = await givenReader()
  const { governance, sql, caller } = given
  const before = await reads(given)
  const feeds = caller('feeds')

  await transaction(sql, (tx) => governance.setLicence(tx, feeds, ended))

  const other = { governance: await given.another(), caller }
  assert.deepEqual([before, await reads(given), await reads(other)], [true, false, false])
  assert.equal(licenceEnded(given, table.id), true)
  assert.equal(licenceEnded(other, table.id), true)
  const told = await sql.selectFrom('foundation.outbox').selectAll().execute()
  const [set] = told.filter(({ action }) => action === 'governance.licence-set')
  assert.deepEqual([set?.accountId, set?.principal], [home, arn('feeds')])
  assert.deepEqual(set?.detail.agreementId, 'agr-1')
})

test('given who may write from another account, when they set one, it has no effect', async () => {
  await using given = await givenReader()
  const { governance, sql, caller } = given

  await transaction(sql, (tx) => governance.setLicence(tx, caller('feeds', partner), ended))

  assert.deepEqual([await reads(given), licenceEnded(given, table.id)], [true, false])
  const told = await sql.selectFrom('foundation.outbox').selectAll().execute()
  const [refused] = told.filter(({ action }) => action === 'governance.licence-not-taken')
  assert.deepEqual([refused?.accountId, refused?.principal], [home, arn('feeds', partner)])
  assert.equal(refused?.detail.agreementId, 'agr-1')
})

test('given the same licence, when set again, then nothing changes', async () => {
  await using given = await givenReader()
  const { governance, sql, caller } = given
  const set = (more: object) =>
    transaction(sql, (tx) => governance.setLicence(tx, caller('feeds'), { ...ended, ...more }))
  await set({})
  const version = () =>
    sql.selectFrom('governance.version').select('version').executeTakeFirstOrThrow()
  const before = await version()

  await set({})
  await set({ tableId: 'table-none' })

  assert.deepEqual(await version(), before)
})

test('given an ended licence, when it is explained, then it comes first', async () => {
  await using given = await givenReader()
  const { governance, sql, caller } = given
  await transaction(sql, (tx) => governance.setLicence(tx, caller('feeds'), ended))

  const why = await governance.explainAccess(caller('analyst'), where)

  assert.equal(why.verdict, 'denied')
  assert.match(why.sentence, /licence of "ticks" \(agreement agr-1\) ended at 2020-01-01/)
  assert.equal(why.request, undefined)
  assert.deepEqual(why.approvers, [arn('admin')])
})

test('given who lost a grant, when told why, then the licence is none of theirs', async () => {
  await using given = await givenReader()
  const { governance, sql, caller } = given
  const grant = { ...grantOfTrades, permissions: ['SELECT'] as const, grantable: [] }
  await transaction(sql, (tx) => governance.setLicence(tx, caller('feeds'), ended))
  await governance.revokePermissions(caller('admin'), grant)

  const why = governance.explainAccess(caller('analyst'), where)

  const said = await why.catch(({ message }: Error) => ({ sentence: message, licence: undefined }))
  assert.doesNotMatch(said.sentence, /licence/)
  assert.equal(said.licence, undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import { givenTable, licenceEnded, partner, table } from '../testing/given-governance.ts'

const licence = { tableId: table.id, name: 'ticks' }
const past = new Date('2020-01-01T00:00:00Z')
const future = new Date('2999-01-01T00:00:00Z')

test('given an agreement, when its end is moved, then its tables alone follow', async () => {
  await using given = await givenTable()
  const { governance, sql, caller } = given
  const feeds = caller('feeds')
  const other = { ...table, id: 'table-2', name: 'quotes' }
  await transaction(sql, async (tx) => {
    await governance.registerTable(tx, other)
    await governance.setLicence(tx, feeds, { ...licence, agreementId: 'agr-1' })
    const more = { ...licence, tableId: other.id, agreementId: 'agr-2' }
    await governance.setLicence(tx, feeds, more)
  })
  const move = (endsAt: Date) =>
    transaction(sql, (tx) => governance.moveLicence(tx, feeds, { agreementId: 'agr-1', endsAt }))
  const ended = () => [table.id, other.id].map((id) => licenceEnded(given, id))

  await move(past)
  const sooner = ended()
  await move(future)

  assert.deepEqual(
    [sooner, ended()],
    [
      [true, false],
      [false, false],
    ],
  )
})

test('given a transaction that fails, when its end was moved, then it was not', async () => {
  await using given = await givenTable()
  const { governance, sql, caller } = given
  const feeds = caller('feeds')
  const bears = { ...licence, agreementId: 'agr-1' }
  await transaction(sql, (tx) => governance.setLicence(tx, feeds, bears))

  const failed = transaction(sql, async (tx) => {
    await governance.moveLicence(tx, feeds, { agreementId: 'agr-1', endsAt: past })
    throw new RangeError('stop')
  })

  await assert.rejects(failed, RangeError)
  assert.equal(licenceEnded(given, table.id), false)
})

test('given an old row of another account, when moved, then it ends later alone', async () => {
  await using given = await givenTable()
  const { governance, sql, caller } = given
  const bears = { ...licence, agreementId: 'agr-1', endsAt: new Date('2025-01-01T00:00:00Z') }
  await transaction(sql, (tx) => governance.setLicence(tx, caller('feeds'), bears))
  const move = (endsAt: Date) =>
    transaction(sql, (tx) =>
      governance.moveLicence(tx, caller('feeds', partner), { agreementId: 'agr-1', endsAt }),
    )

  await move(future)
  const later = licenceEnded(given, table.id)
  await move(past)

  assert.deepEqual([later, licenceEnded(given, table.id)], [false, false])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notFound } from '../errors.ts'
import { database, eng, givenTable, table } from '../testing/given-governance.ts'

test('given closed defaults, when the creator asks, then its rows allow all', async () => {
  await using given = await givenTable()

  const access = await given.governance.demandTable(given.caller(eng), table.id, 'INSERT')

  assert.equal(access.iamOnly, false)
  assert.equal(access.restricted, false)
  await given.governance.demandDatabase(given.caller(eng), database.id, 'CREATE_TABLE')
})

test('given no grant, when a table is asked for, then it looks absent', async () => {
  await using given = await givenTable()
  const analyst = given.caller('analyst')

  const present = () => given.governance.demandTable(analyst, table.id, 'SELECT')
  const absent = () => given.governance.demandTable(analyst, 'nowhere', 'SELECT')

  await Promise.all([
    assert.rejects(present, notFound.matches),
    assert.rejects(absent, notFound.matches),
  ])
  const records = await given.sql.selectFrom('foundation.outbox').select('decision').execute()
  assert.equal(records.filter((one) => one.decision === 'denied').length, 2)
})

test('given vended credentials, when they are used on a table, then nothing opens', async () => {
  await using given = await givenTable()
  const vended = { ...given.caller(eng), scope: { prefixes: [] } }

  const asked = given.governance.demandTable(vended, table.id, 'SELECT')

  await assert.rejects(asked, notFound.matches)
})

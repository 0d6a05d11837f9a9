import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { givenTable, home, inRole, partner, trades } from '../testing/given-governance.ts'

const wish = { catalogId: home, resource: trades, purpose: 'evaluate the vendor' } as const

test('given a wish to read, when asked for, then it is open, in one’s own account', async () => {
  await using given = await givenTable()
  const quant = given.caller('quant', partner)

  const request = await given.governance.requestAccess(quant, { ...wish, permissions: ['SELECT'] })

  const { state, accountId, requestedBy } = request
  assert.deepEqual([state, accountId, requestedBy], ['open', partner, quant.principalArn])
})

test('given a right that no table has, when asked for, then it is refused', async () => {
  await using given = await givenTable()
  const quant = given.caller('quant', partner)

  const asked = given.governance.requestAccess(quant, { ...wish, permissions: ['CREATE_TABLE'] })

  await assert.rejects(asked, invalidInput.matches)
})

test('given a role with nobody behind it, when it asks, then it is refused', async () => {
  await using given = await givenTable()
  const inQuant = inRole(given.caller('ana'), 'quant')
  const { behind: _, ...job } = inQuant

  const asked = given.governance.requestAccess(job, wish)
  const byJob = given.governance.requestAccess({ ...job, behind: inQuant.arn }, wish)

  await assert.rejects(asked, invalidInput.matches)
  await assert.rejects(byJob, invalidInput.matches)
  assert.equal((await given.governance.requestAccess(inQuant, wish)).person, inQuant.behind)
})

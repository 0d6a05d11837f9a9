import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given several, when listed, then those of the account by name', async () => {
  await using given = await givenCompute()
  const { compute } = given
  for (const [caller, name] of [
    [ana, 'b'],
    [ana, 'a'],
    [stranger, 'c'],
  ] as const)
    await compute.createSecurityConfiguration(caller, { name, configuration: '{}' })

  const found = await compute.listSecurityConfigurations(ana)

  assert.deepEqual(
    found.map(({ name }) => name),
    ['a', 'b'],
  )
})

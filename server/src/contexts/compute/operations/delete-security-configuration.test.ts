import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchSecurityConfiguration } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given one, when deleted, then by its account alone, and once', async () => {
  await using given = await givenCompute()
  const { compute } = given
  await compute.createSecurityConfiguration(ana, { name: 'roles', configuration: '{}' })

  const foreign = compute.deleteSecurityConfiguration(stranger, 'roles')
  await assert.rejects(foreign, noSuchSecurityConfiguration.matches)
  await compute.deleteSecurityConfiguration(ana, 'roles')

  const again = compute.deleteSecurityConfiguration(ana, 'roles')
  await assert.rejects(again, noSuchSecurityConfiguration.matches)
})

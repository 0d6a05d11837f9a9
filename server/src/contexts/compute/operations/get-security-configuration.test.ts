import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchSecurityConfiguration } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given one, when read, then as it was given, and by nobody else', async () => {
  await using given = await givenCompute()
  const { compute } = given
  const configuration = '{ "EncryptionConfiguration": {"EnableAtRestEncryption": false} }'
  await compute.createSecurityConfiguration(ana, { name: 'roles', configuration })

  const found = await compute.getSecurityConfiguration(ana, 'roles')

  assert.equal(found.configuration, configuration)
  const foreign = compute.getSecurityConfiguration(stranger, 'roles')
  await assert.rejects(foreign, noSuchSecurityConfiguration.matches)
})

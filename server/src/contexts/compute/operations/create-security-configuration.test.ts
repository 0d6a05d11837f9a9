import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSecurityConfiguration, securityConfigurationExists } from '../errors.ts'
import { ana, givenCompute, stranger } from '../testing/given-compute.ts'

test('given a name, when it is taken again, then only by another account', async () => {
  await using given = await givenCompute()
  const create = (caller = ana, configuration = '{}') =>
    given.compute.createSecurityConfiguration(caller, { name: 'roles', configuration })
  await create()

  await assert.rejects(create(), securityConfigurationExists.matches)
  await create(stranger)
  await assert.rejects(create(ana, '{"a": 1}'), invalidSecurityConfiguration.matches)
  given.closed.add('elasticmapreduce:CreateSecurityConfiguration')
  await assert.rejects(create(), /may not/)
})

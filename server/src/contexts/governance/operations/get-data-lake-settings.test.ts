import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../model/world.ts'
import { givenGovernance, home } from '../testing/given-governance.ts'

test('given a new account, when its settings are read, then they are the defaults', async () => {
  await using given = await givenGovernance()

  const settings = await given.governance.getDataLakeSettings(given.caller('anyone'), home)

  assert.deepEqual(settings, defaultSettings(home))
})

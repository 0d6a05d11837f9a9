import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listed } from './complete-files.ts'

test('given a far side that never answers, when listed, then it is given up', async () => {
  const far = { list: () => new Promise<never>(() => {}) }

  await assert.rejects(listed(far, 'out', 0.05), /not listed within 0.05 seconds/)
  assert.deepEqual(await listed({ list: async () => [] }, 'out'), [])
})

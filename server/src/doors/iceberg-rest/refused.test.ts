import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenClient, givenTable } from './testing/given-client.ts'

test('given what the specification refuses, when it comes, then each has its form', async () => {
  await using client = await givenClient()
  const { ask, root, at } = await givenTable(client)
  const both = { updates: { a: '1' }, removals: ['a'] }
  const missing = { type: 'assert-ref-snapshot-id', ref: 'gone', 'snapshot-id': 5 }

  const answers = [
    await ask('POST', `${root}/namespaces/mobility/properties`, both),
    await ask('GET', `${root}/namespaces/%FF`),
    await ask('POST', at, { requirements: [missing], updates: [] }),
  ]

  const forms = answers.map(({ status, body }) => [status, body.error.code, body.error.type])
  assert.deepEqual(forms, [
    [422, 422, 'UnprocessableEntityException'],
    [400, 400, 'BadRequestException'],
    [409, 409, 'CommitFailedException'],
  ])
  assert.match(answers[2]?.body.error.message, /branch or tag gone is missing, expected 5/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Adoption, AdoptionDetail, Problem } from '@millrace/contract'
import { givenApi } from './testing/given-api.ts'

test('given files, when adoption is asked for, then its run can be cancelled', async () => {
  await using api = await givenApi()
  const { accountId, admin, catalog, storage } = api
  await catalog.createDatabase(admin, { accountId, database: 'mobility' })
  await storage.ensureBucket({ name: 'lake', accountId })
  await storage.write('s3://lake/flights/a.parquet', Buffer.from('PAR1'))
  const ask = async <Answer>(method: string, path: string, body?: object) => {
    const headers = { ...api.bearer, 'content-type': 'application/json' }
    const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return (await (await fetch(`${api.url}${path}`, sent)).json()) as Answer
  }
  const wish = { location: 's3://lake/flights', account: accountId, database: 'mobility' }

  const { id } = await ask<Adoption>('POST', '/adoptions', { ...wish, table: 'flights' })
  const wrong = await ask<Problem>('POST', '/adoptions', {
    ...wish,
    table: 'a',
    location: 's3://x',
  })

  assert.equal(wrong.code, 'catalog.invalid-location')
  const { items } = await ask<{ items: Adoption[] }>('GET', '/adoptions')
  assert.deepEqual(
    items.map(({ state, table }) => [state, table]),
    [['queued', 'flights']],
  )
  await ask('POST', `/adoptions/${id}/cancellation`, {})
  const found = await ask<AdoptionDetail>('GET', `/adoptions/${id}`)
  assert.deepEqual([found.id, found.state, found.columns], [id, 'cancelled', []])
})

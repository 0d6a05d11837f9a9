import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Home } from '../home.ts'
import { writeProfile } from '../profiles.ts'
import { environmentText } from './env.ts'

test('given a profile of an account, when a shell works as it, then own is its catalog', (t) => {
  const path = mkdtempSync(join(tmpdir(), 'millrace-env-'))
  t.after(() => rmSync(path, { recursive: true }))
  const home = { path, url: 'http://127.0.0.1:8470', region: 'us-east-1' } as Home
  const keys = { accessKeyId: 'AKIA', secretAccessKey: 's', accountId: '444444444444' }
  writeProfile(path, { name: 'desk', ...keys }, home)
  const options = { shell: 'json' as const, proxy: false, lakeAccountId: '111111111111', path: '' }
  const role = 'arn:aws:iam::222222222222:role/reader'

  const own = JSON.parse(environmentText(home, 'desk', options))
  const assumed = JSON.parse(environmentText(home, 'desk', { ...options, role }))

  assert.equal(own.PYICEBERG_CATALOG__LAKE__WAREHOUSE, '111111111111')
  assert.equal(own.PYICEBERG_CATALOG__OWN__WAREHOUSE, '444444444444')
  assert.equal(own.PYICEBERG_CATALOG__OWN__CREDENTIAL, 'AKIA:s')
  assert.equal(assumed.PYICEBERG_CATALOG__OWN__WAREHOUSE, '222222222222')
  assert.equal(assumed.PYICEBERG_CATALOG__OWN__REST__SIGV4_ENABLED, 'true')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSession } from '../errors.ts'
import { ARCHIVES, checkResources, FILES, PYTHON_FILES } from './resources.ts'

test('given locations in S3, when checked, then each list takes what belongs in it', () => {
  checkResources({})
  checkResources({
    [FILES]: 's3://b/a.csv,s3a://b/deep/er.json',
    [ARCHIVES]: 's3://b/env.tar.gz#env,s3://b/data.zip',
    [PYTHON_FILES]: 's3://b/m.py,s3://b/p.zip,s3://b/w-1.0-py3-none-any.whl',
  })
})

test('given anything else, when checked, then it is refused', () => {
  const wrong = [
    [FILES, '/etc/passwd'],
    [FILES, 'file:///etc/passwd'],
    [FILES, 'http://host/a'],
    [FILES, 's3://b/..'],
    [FILES, 's3://b/'],
    [FILES, 's3://b/a#x'],
    [FILES, 's3://b/a b'],
    [FILES, Array.from({ length: 101 }, (_, at) => `s3://b/${at}`).join()],
    [ARCHIVES, 's3://b/a.tar.gz#../up'],
    [ARCHIVES, 's3://b/a.tar.gz#..'],
    [ARCHIVES, 's3://b/a.tar.gz#a/b'],
    [ARCHIVES, 's3://b/a.rar'],
    [PYTHON_FILES, 's3://b/a.so'],
  ] as const

  for (const [setting, value] of wrong)
    assert.throws(() => checkResources({ [setting]: value }), invalidSession.matches, value)
})

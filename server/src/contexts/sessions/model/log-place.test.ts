import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSession } from '../errors.ts'
import { checkLogUri, logPlace } from './log-place.ts'

const application = { kind: 'application', id: '00a' } as const
const cluster = { kind: 'cluster', id: 'j-1' } as const

test('given a run or a step, when its log is placed, then as AWS documents', () => {
  const run = { logUri: 's3://logs/team//a/', kind: 'job-run', id: '00r', place: application }
  const step = { logUri: 's3://logs', kind: 'step', id: 's-1', place: cluster, attempt: 1 } as const

  const last = logPlace({ ...run, kind: 'job-run', attempt: 2 }, 2)
  const first = logPlace({ ...run, kind: 'job-run', attempt: 2 }, 1)

  const jobs = 'team/a/applications/00a/jobs/00r'
  assert.deepEqual(last, { bucket: 'logs', key: `${jobs}/SPARK_DRIVER/stdout.gz` })
  assert.deepEqual(first, { bucket: 'logs', key: `${jobs}/attempts/1/SPARK_DRIVER/stdout.gz` })
  assert.deepEqual(logPlace(step, 1), { bucket: 'logs', key: 'j-1/steps/s-1/stdout.gz' })
  const executor = 'j-1/steps/s-1/SPARK_EXECUTOR/3/stdout.gz'
  assert.deepEqual(logPlace(step, 1, '3'), { bucket: 'logs', key: executor })
})

test('given what is no place in S3, when checked, then it is refused', () => {
  for (const uri of ['s3://logs', 's3://logs/', 's3a://logs/a/b', 's3n://my.logs/x'])
    checkLogUri(uri)

  for (const uri of [
    ...['', 'logs', '/tmp/logs', 'file:///tmp', 'https://logs/a', 's3://', 's3://L/a', 's3://a'],
    ...['s3://logs/../up', 's3://logs/a/./b', 's3://logs/a b', 's3://logs/a?b', 's3://logs/a#b'],
    `s3://logs/${'x'.repeat(513)}`,
  ])
    assert.throws(() => checkLogUri(uri), invalidSession.matches, uri)
})

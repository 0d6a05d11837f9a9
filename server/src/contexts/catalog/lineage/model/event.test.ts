import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLineage } from '../../errors.ts'
import { eventOf, RUN_ID } from '../../testing/given-lineage.ts'
import { parseEvent } from './event.ts'

test('given a run event, when it is read, then columns have their sources and ways', () => {
  const { key, run, job, outputs } = parseEvent(eventOf('COMPLETE'))

  assert.deepEqual(key, ['run', RUN_ID, 'COMPLETE', '2026-05-18T07:00:00.000Z'])
  assert.deepEqual(run, { id: RUN_ID, state: 'COMPLETE' })
  assert.deepEqual(job, { namespace: 'airflow', name: 'hourly' })
  assert.deepEqual(
    outputs[0]?.columns.map(({ to, from, how }) => [to, from, how]),
    [['delay', 'delay', 'DIRECT/AGGREGATION']],
  )
})

test('given a dataset or job event, when it is read, then it has no run', () => {
  const { run: _run, eventType: _type, ...job } = eventOf('COMPLETE')
  const { job: _job, inputs: _inputs, outputs, ...rest } = job

  const ofJob = parseEvent(job)
  const ofDataset = parseEvent({ ...rest, dataset: outputs[0] })

  assert.deepEqual([ofJob.key[0], ofJob.run], ['job', undefined])
  assert.deepEqual([ofDataset.key[0], ofDataset.job], ['dataset', undefined])
  assert.equal(ofDataset.outputs[0]?.columns.length, 1)
})

test('given the same instant in another zone, when it is read, then it is the same event', () => {
  const there = parseEvent({ ...eventOf('COMPLETE'), eventTime: '2026-05-18T09:00:00+02:00' })

  assert.deepEqual(there.key, parseEvent(eventOf('COMPLETE')).key)
})

test('given what is no event, when it is read, then it is refused with the part', () => {
  const event = eventOf('COMPLETE')
  const dataset = { namespace: 's3://lake', name: 'a' }
  const facet = (columnLineage: unknown) => [{ ...dataset, facets: { columnLineage } }]
  const many = Array.from({ length: 5001 }, () => ({ ...dataset, field: 'f' }))
  const wrong: [unknown, RegExp][] = [
    [[event], /an event is an object/],
    [{ ...event, eventTime: 'today' }, /"eventTime"/],
    [{ ...event, producer: undefined }, /"producer"/],
    [{ ...event, run: { runId: '7' } }, /"run"/],
    [{ ...event, eventType: 'DONE' }, /"eventType"/],
    [{ ...event, job: { namespace: 'a' } }, /"job"/],
    [{ ...event, job: { namespace: 'Millrace', name: 'feed 1' } }, /platform's own jobs/],
    [{ ...event, inputs: [{ name: 'a' }] }, /"inputs"/],
    [{ ...event, inputs: Array.from({ length: 201 }, () => dataset) }, /"inputs"/],
    [{ ...event, inputs: [{ ...dataset, name: 'n'.repeat(1001) }] }, /"inputs"/],
    [{ ...event, inputs: [{ ...dataset, facets: { symlinks: {} } }] }, /"symlinks"/],
    [{ ...event, outputs: facet({ fields: { a: 1 } }) }, /"columnLineage"/],
    [{ ...event, outputs: facet({}) }, /"columnLineage"/],
    [{ ...event, outputs: facet({ fields: { a: { inputFields: many } } }) }, /5000 columns/],
    [{ ...event, job: { namespace: 'a', name: 'b\0' } }, /cannot be kept/],
  ]

  for (const [given, reason] of wrong)
    assert.throws(
      () => parseEvent(given),
      (error: Error) => invalidLineage.matches(error) && reason.test(error.message),
      String(reason),
    )
})

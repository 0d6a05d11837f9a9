import assert from 'node:assert/strict'
import test from 'node:test'
import { overdue, parseSparkParameters, type Run } from './run.ts'

test('given parameters of spark-submit, when they are read, then conf and modules come', () => {
  const text = `--conf spark.a=1 --conf 'spark.b=x y=z' --py-files s3://b/a.py,s3://b/c.py --name n`

  assert.deepEqual(parseSparkParameters(text), {
    conf: { 'spark.a': '1', 'spark.b': 'x y=z' },
    modules: ['s3://b/a.py', 's3://b/c.py'],
  })
  assert.deepEqual(parseSparkParameters(''), { conf: {}, modules: [] })
  const sized = parseSparkParameters('--driver-memory 2g --num-executors 3')
  assert.deepEqual(sized.conf, { 'spark.driver.memory': '2g', 'spark.executor.instances': '3' })
  assert.throws(() => parseSparkParameters('--constructor x'), /is not offered/)
  assert.throws(() => parseSparkParameters('--jars s3://b/a.jar'), /"--jars" .* is not offered/)
})

test('given a time limit, when a run is past it, then it is overdue; zero is no limit', () => {
  const startedAt = new Date(0)
  const now = new Date(61_000)

  const of = (state: Run['state'], timeoutMinutes: number) =>
    overdue({ state, startedAt, timeoutMinutes } as Run, now)

  assert.deepEqual([of('RUNNING', 1), of('RUNNING', 2), of('RUNNING', 0)], [true, false, false])
  assert.equal(of('SUCCESS', 1), false)
})

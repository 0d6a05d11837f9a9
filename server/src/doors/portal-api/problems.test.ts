import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from '../../foundation/log.ts'
import { problemOf } from './problems.ts'

test('given a fault inside, when it is answered, then its id leads to message and stack', () => {
  const lines: string[] = []
  const log = createLog('error', { write: (line) => lines.push(line) })

  const { status, problem } = problemOf(new RangeError('no such day'), { requestId: 'r-1', log })

  const told = JSON.parse(lines.join(''))
  assert.deepEqual([status, problem.requestId, told.requestId], [500, 'r-1', 'r-1'])
  assert.equal(told.err.message, 'no such day')
  assert.match(told.err.stack, /problems\.test/)
  assert.doesNotMatch(JSON.stringify(problem), /no such day/)
})
